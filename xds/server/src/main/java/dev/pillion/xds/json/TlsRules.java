package dev.pillion.xds.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/// What App Mesh asks of the names that a peer's certificate may have.
final class TlsRules {
  private static final Pattern HOST =
      Pattern.compile("(\\*\\.)?[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?");
  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:[^\\s:][^\\s]*");

  private TlsRules() {}

  /// A virtual node's or a virtual gateway's listeners, backends and defaults.
  static void check(JsonNode spec, Findings findings) {
    JsonNode listeners = spec.path("listeners");
    for (int i = 0; i < listeners.size(); i++) {
      String at = "listeners[" + i + "].tls";
      JsonNode tls = listeners.path(i).path("tls");
      checkNames(at + ".validation", tls.path("validation"), true, findings);
      checkSecrets(at, tls, findings);
    }
    checkPolicy("backendDefaults", spec.path("backendDefaults"), findings);
    JsonNode backends = spec.path("backends");
    for (int i = 0; i < backends.size(); i++) {
      String at = "backends[" + i + "].virtualService";
      checkPolicy(at, backends.path(i).path("virtualService"), findings);
    }
  }

  private static void checkPolicy(String at, JsonNode holder, Findings findings) {
    JsonNode tls = holder.path("clientPolicy").path("tls");
    // A policy that does not say is enforced.
    boolean enforced = tls.path("enforce").asBoolean(true);
    checkNames(at + ".clientPolicy.tls.validation", tls.path("validation"), !enforced, findings);
    checkSecrets(at + ".clientPolicy.tls", tls, findings);
  }

  private static void checkSecrets(String at, JsonNode tls, Findings findings) {
    checkSecret(at + ".certificate", tls.path("certificate"), findings);
    checkSecret(at + ".validation.trust", tls.path("validation").path("trust"), findings);
  }

  private static void checkSecret(String at, JsonNode source, Findings findings) {
    JsonNode name = source.path("sds").path("secretName");
    if (name.isTextual() && name.textValue().isEmpty()) {
      findings.violation(at + ".sds.secretName", "must not be empty");
    }
  }

  private static void checkNames(
      String at, JsonNode validation, boolean wildcards, Findings findings) {
    JsonNode names = validation.path("subjectAlternativeNames").path("match").path("exact");
    for (int i = 0; i < names.size(); i++) {
      String name = names.path(i).asText();
      String path = at + ".subjectAlternativeNames.match.exact[" + i + "]";
      if (!HOST.matcher(name).matches() && !URI.matcher(name).matches()) {
        findings.violation(path, "must be a full host name or a URI, unlike '" + name + "'");
      } else if (name.startsWith("*") && !wildcards) {
        findings.violation(
            path, "must not have a wildcard, since the policy is enforced (enforce is not false)");
      }
    }
  }
}
