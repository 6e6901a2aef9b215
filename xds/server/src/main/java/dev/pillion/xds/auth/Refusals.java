package dev.pillion.xds.auth;

import dev.pillion.xds.auth.Admission.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/// What clients are told at the door: AWS's types and first words, and then what to do.
final class Refusals {
  private Refusals() {}

  static Refused missing() {
    return new Refused(
        403,
        "MissingAuthenticationTokenException",
        "Missing Authentication Token: the request is not signed; give the client an access key of"
            + " this server ('pillion keys create' makes one)");
  }

  static Refused incomplete(String message) {
    return new Refused(400, "IncompleteSignatureException", message);
  }

  static Refused onlyEncrypted(String what) {
    return invalid(
        what
            + " is taken over TLS only; use an https endpoint, or sign the request's headers and"
            + " its body");
  }

  static Refused streaming(String value) {
    return invalid(
        ("x-amz-content-sha256 is '%s', and App Mesh has no streamed bodies; send the SHA-256 of"
                + " the body, or leave the header out")
            .formatted(value));
  }

  static Refused bodyHash(String sent, String hash) {
    return invalid(
        ("x-amz-content-sha256 is '%s', and the SHA-256 of the body received is '%s': the body was"
                + " changed on the way; see what lies between client and server")
            .formatted(sent, hash));
  }

  static Refused sessionToken() {
    return new Refused(
        403,
        "UnrecognizedClientException",
        "The security token included in the request is invalid: access keys of this server have no"
            + " session token; unset AWS_SESSION_TOKEN and use a key that 'pillion keys create'"
            + " made, not one of an AWS role");
  }

  static Refused unknownKey(String keyId) {
    return new Refused(
        403,
        "UnrecognizedClientException",
        ("The security token included in the request is invalid: access key %s is not one of this"
                + " server's, or was revoked; use one that 'pillion keys list' shows, or make one"
                + " with 'pillion keys create'")
            .formatted(keyId));
  }

  static Refused terminator(String terminator) {
    return invalid(
        "Credential should be scoped with a valid terminator: '%s', not '%s'; sign with SigV4"
            .formatted(CredentialScope.TERMINATOR, terminator));
  }

  static Refused region(String region, String expected) {
    return invalid(
        ("Credential should be scoped to a valid region, not '%s'; this server's is '%s': set"
                + " AWS_REGION=%s for the client, or its --region")
            .formatted(region, expected, expected));
  }

  static Refused service(String service, Set<String> expected) {
    return invalid(
        ("Credential should be scoped to correct service: '%s', not '%s'; see that this endpoint is"
                + " set for App Mesh only (AWS_ENDPOINT_URL_APP_MESH)")
            .formatted(String.join("' or '", expected), service));
  }

  static Refused date(String scope, String timestamp) {
    return invalid(
        ("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP:"
                + " '%s' != '%s'; sign with one time for both")
            .formatted(scope, timestamp.substring(0, 8)));
  }

  static Refused early(Claim claim, Instant now, Duration skew) {
    return invalid(
        "Signature not yet current: %s is still later than %s (%s + %d min.); %s"
            .formatted(
                claim.timestamp(),
                ClaimReader.BASIC.format(now.plus(skew)),
                ClaimReader.BASIC.format(now),
                skew.toMinutes(),
                setClock(claim, now)));
  }

  static Refused late(Claim claim, Instant now, Duration skew) {
    return invalid(
        "Signature expired: %s is now earlier than %s (%s - %d min.); %s"
            .formatted(
                claim.timestamp(),
                ClaimReader.BASIC.format(now.minus(skew)),
                ClaimReader.BASIC.format(now),
                skew.toMinutes(),
                setClock(claim, now)));
  }

  static Refused expired(Claim claim, Instant end, Instant now) {
    return invalid(
        "Signature expired: %s is now later than %s, the end of the address presigned at %s; make a new one"
            .formatted(
                ClaimReader.BASIC.format(now), ClaimReader.BASIC.format(end), claim.timestamp()));
  }

  private static String setClock(Claim claim, Instant now) {
    return "the client's clock says %s and the server's %s: set the one that is wrong (NTP)"
        .formatted(claim.timestamp(), ClaimReader.BASIC.format(now));
  }

  static Refused unsent(String header) {
    return invalid(
        ("SignedHeaders names '%s', which the request received does not have: something between"
                + " client and server took it away; let it through")
            .formatted(header));
  }

  static Refused mismatch(String canonicalRequest, String stringToSign) {
    return invalid(
        "The request signature we calculated does not match the signature you provided. Check your"
            + " AWS Secret Access Key and signing method: see that the secret is the one shown with"
            + " this access key id, and that nothing between client and server changes the Host"
            + " header, the path or the body.\n\nThe Canonical String for this request should have"
            + " been\n'"
            + canonicalRequest
            + "'\n\nThe String-to-Sign should have been\n'"
            + stringToSign
            + "'\n");
  }

  private static Refused invalid(String message) {
    return new Refused(403, "InvalidSignatureException", message);
  }
}
