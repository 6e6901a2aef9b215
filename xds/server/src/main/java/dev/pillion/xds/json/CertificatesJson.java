package dev.pillion.xds.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pillion.mesh.tls.CertificateFiles;
import dev.pillion.mesh.tls.CertificateFiles.Files;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the file that `PILLION_CERTIFICATES` names: an object of ARNs, each with
/// `certificateChain` and, for a certificate, `privateKey` and, if callers without a policy are to
/// validate it, `certificateAuthority`.
public final class CertificatesJson {
  private static final Set<String> MEMBERS =
      Set.of("certificateChain", "privateKey", "certificateAuthority");

  private CertificatesJson() {}

  /// Reads the file.
  ///
  /// @throws IllegalArgumentException whose text says what was expected
  public static CertificateFiles read(Path file) {
    JsonNode document;
    try {
      document = JsonText.parse(java.nio.file.Files.readString(file));
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("a readable file of JSON (" + e.getMessage() + ")", e);
    }
    var byArn = new HashMap<String, Files>();
    for (Map.Entry<String, JsonNode> entry : document.properties()) {
      byArn.put(entry.getKey(), files(entry.getKey(), entry.getValue()));
    }
    if (!document.isObject()) {
      throw new IllegalArgumentException("a JSON object of ARNs, unlike the content of " + file);
    }
    return new CertificateFiles(byArn);
  }

  private static Files files(String arn, JsonNode node) {
    Optional<String> chain = Fields.maybeText(node.path("certificateChain"));
    boolean known = node.properties().stream().allMatch(m -> MEMBERS.contains(m.getKey()));
    if (!arn.startsWith("arn:") || chain.isEmpty() || !known) {
      throw new IllegalArgumentException(
          "ARNs with certificateChain, privateKey and certificateAuthority, unlike '%s': %s"
              .formatted(arn, node));
    }
    return new Files(
        chain.get(),
        Fields.maybeText(node.path("privateKey")),
        Fields.maybeText(node.path("certificateAuthority")));
  }
}
