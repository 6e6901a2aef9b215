package dev.pillion.xds.auth;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// AWS's Signature Version 4, from the bytes received to the signature that they should carry.
/// Functions: the same request and secret give the same signature.
final class SigV4 {
  static final String ALGORITHM = "AWS4-HMAC-SHA256";

  private SigV4() {}

  /// The request in the one form that both ends sign.
  ///
  /// @param path one of `CanonicalAddress.paths`
  /// @param payloadHash the SHA-256 of the body, or the word that stands for it
  static String canonicalRequest(
      ReceivedRequest request, List<String> signedHeaders, String path, String payloadHash) {
    var text = new StringBuilder();
    RequestLine line = request.line();
    text.append(line.method().toUpperCase(Locale.ROOT)).append('\n');
    text.append(path).append('\n');
    text.append(CanonicalAddress.query(line.query())).append('\n');
    for (String name : signedHeaders) {
      text.append(name).append(':').append(value(request.header(name))).append('\n');
    }
    text.append('\n').append(String.join(";", signedHeaders)).append('\n');
    return text.append(payloadHash).toString();
  }

  static String stringToSign(String timestamp, CredentialScope scope, String canonicalRequest) {
    return String.join("\n", ALGORITHM, timestamp, scope.text(), Hmac.hash(canonicalRequest));
  }

  /// The signature, in hexadecimal.
  static String signature(String secret, CredentialScope scope, String stringToSign) {
    byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
    for (String part :
        List.of(scope.date(), scope.region(), scope.service(), CredentialScope.TERMINATOR)) {
      key = Hmac.of(key, part);
    }
    return Hmac.hex(key, stringToSign);
  }

  /// Each value without the space around it and with runs of space as one, joined by commas.
  private static String value(List<String> values) {
    var trimmed = new ArrayList<String>(values.size());
    values.forEach(value -> trimmed.add(value.strip().replaceAll("\\s+", " ")));
    return String.join(",", trimmed);
  }
}
