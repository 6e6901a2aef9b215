package dev.pillion.xds.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pillion.mesh.tls.Certificate;
import dev.pillion.mesh.tls.ClientPolicy;
import dev.pillion.mesh.tls.ListenerTls;
import dev.pillion.mesh.tls.Trust;
import dev.pillion.mesh.tls.Validation;
import java.util.HashSet;
import java.util.Optional;

/// Reads what listeners and client policies say of TLS.
final class TlsReader {
  private TlsReader() {}

  static ListenerTls listener(JsonNode tls) {
    return new ListenerTls(
        ListenerTls.Mode.valueOf(tls.path("mode").textValue()),
        certificate(tls.path("certificate")),
        Fields.maybe(tls.path("validation"), TlsReader::validation));
  }

  /// The policy of a backend or of the defaults, where there is one.
  static Optional<ClientPolicy> clientPolicy(JsonNode holder) {
    return Fields.maybe(
        holder.path("clientPolicy"),
        policy -> new ClientPolicy(Fields.maybe(policy.path("tls"), TlsReader::client)));
  }

  private static ClientPolicy.Tls client(JsonNode tls) {
    return new ClientPolicy.Tls(
        tls.path("enforce").asBoolean(true),
        new HashSet<>(Fields.list(tls.path("ports"), JsonNode::intValue)),
        Fields.maybe(tls.path("certificate"), TlsReader::certificate),
        validation(tls.path("validation")));
  }

  private static Certificate certificate(JsonNode certificate) {
    if (certificate.has("acm")) {
      return new Certificate.Acm(Fields.text(certificate.path("acm").path("certificateArn")));
    }
    if (certificate.has("sds")) {
      return new Certificate.Sds(Fields.text(certificate.path("sds").path("secretName")));
    }
    JsonNode file = certificate.path("file");
    return new Certificate.File(
        Fields.text(file.path("certificateChain")), Fields.text(file.path("privateKey")));
  }

  private static Validation validation(JsonNode validation) {
    JsonNode names = validation.path("subjectAlternativeNames").path("match").path("exact");
    return new Validation(trust(validation.path("trust")), Fields.list(names, JsonNode::textValue));
  }

  private static Trust trust(JsonNode trust) {
    if (trust.has("acm")) {
      JsonNode arns = trust.path("acm").path("certificateAuthorityArns");
      return new Trust.Acm(Fields.list(arns, JsonNode::textValue));
    }
    if (trust.has("sds")) {
      return new Trust.Sds(Fields.text(trust.path("sds").path("secretName")));
    }
    return new Trust.File(Fields.text(trust.path("file").path("certificateChain")));
  }
}
