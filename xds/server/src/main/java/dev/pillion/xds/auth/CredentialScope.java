package dev.pillion.xds.auth;

import java.util.Optional;

/// The parts of `Credential=AKID/20150830/us-east-1/appmesh/aws4_request`.
record CredentialScope(
    String keyId, String date, String region, String service, String terminator) {
  static final String TERMINATOR = "aws4_request";

  /// Empty unless there are five parts.
  static Optional<CredentialScope> of(String credential) {
    String[] parts = credential.split("/", -1);
    return parts.length == 5
        ? Optional.of(new CredentialScope(parts[0], parts[1], parts[2], parts[3], parts[4]))
        : Optional.empty();
  }

  /// What the string to sign carries of it.
  String text() {
    return String.join("/", date, region, service, terminator);
  }
}
