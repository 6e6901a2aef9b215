package dev.pillion.xds.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a request says about its own signature.
///
/// @param timestamp the time of signing as it goes into the string to sign: `20150830T123600Z`
/// @param signedHeaders names in lower case, in the order of the canonical request
/// @param expires how long a presigned address holds; empty where the headers carry the signature
record Claim(
    CredentialScope scope,
    String timestamp,
    Instant time,
    List<String> signedHeaders,
    String signature,
    Optional<Duration> expires) {
  Claim {
    signedHeaders = List.copyOf(signedHeaders);
  }

  boolean presigned() {
    return expires.isPresent();
  }
}
