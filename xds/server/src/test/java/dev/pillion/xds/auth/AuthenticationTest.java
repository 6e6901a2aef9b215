package dev.pillion.xds.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.xds.store.Author;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Why requests are refused, and what their senders are told.
final class AuthenticationTest {
  private static final Vector VANILLA = Vector.of("get-vanilla");
  private static final Vector FORM = Vector.of("post-x-www-form-urlencoded");
  private static final Vector PRESIGNED = Vector.of("presigned-get-vanilla-query");
  private static final SigningScope SCOPE = new SigningScope("us-east-1", Set.of("service"));
  private static final String EMPTY_HASH =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private TestKeys keys;

  @BeforeEach
  void open(@TempDir Path directory) {
    keys = TestKeys.in(directory).withExample(new Role.Admin());
  }

  @AfterEach
  void close() {
    keys.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Authorization: | X-Was: | 403 | MissingAuthenticationTokenException | 'pillion keys create' makes one
          AWS4-HMAC-SHA256 | Bearer | 400 | IncompleteSignatureException | Authorization begins with 'Bearer'; sign with AWS4-HMAC-SHA256
          , Signature= | , Was= | 400 | IncompleteSignatureException | Authorization header requires 'Signature' parameter
          X-Amz-Date: | X-Was: | 400 | IncompleteSignatureException | either a 'X-Amz-Date' or a 'Date' header
          Date:20150830T123600Z | Date:yesterday | 400 | IncompleteSignatureException | Date must be in ISO-8601 'basic format'. Got 'yesterday'
          /20150830/ | /20150830/x/ | 400 | IncompleteSignatureException | Credential must have exactly 5 slash-delimited elements
          =host;x-amz-date | =x-amz-date | 400 | IncompleteSignatureException | 'Host' must be a 'SignedHeader'
          /aws4_request | /aws3_request | 403 | InvalidSignatureException | valid terminator: 'aws4_request', not 'aws3_request'
          /us-east-1/ | /eu-central-1/ | 403 | InvalidSignatureException | valid region, not 'eu-central-1'; this server's is 'us-east-1': set AWS_REGION=us-east-1
          /service/ | /s3/ | 403 | InvalidSignatureException | scoped to correct service: 'service', not 's3'
          /20150830/ | /20150829/ | 403 | InvalidSignatureException | '20150829' != '20150830'
          AKIDEXAMPLE | AKIDOTHER | 403 | UnrecognizedClientException | access key AKIDOTHER is not one of this server's, or was revoked
          Host: | X-Was: | 403 | InvalidSignatureException | SignedHeaders names 'host', which the request received does not have
          Host:example | Host:other | 403 | InvalidSignatureException | nothing between client and server changes the Host header
          GET / | GET /?a | 403 | InvalidSignatureException | does not match the signature you provided
          """)
  void whatIsWrongIsToldInAwsWordsWithTheRemedy(
      String part, String other, int status, String type, String message) {
    var refused = refused(VANILLA.request(false, part, other), TestKeys.NOW);
    assertEquals(status, refused.status(), refused::toString);
    assertEquals(type, refused.type());
    assertTrue(refused.message().contains(message), refused::message);
  }

  @Test
  void aWrongSignatureIsToldWithTheTextsThatTheServerSigned() {
    var refused = refused(VANILLA.request(false, "Signature=5", "Signature=6"), TestKeys.NOW);
    assertTrue(
        refused
            .message()
            .contains(
                "The Canonical String for this request should have been\n'GET\n/\n\n"
                    + "host:example.amazonaws.com\nx-amz-date:20150830T123600Z\n\n"
                    + "host;x-amz-date\n"
                    + EMPTY_HASH
                    + "'"),
        refused::message);
  }

  @Test
  void aClockMayBeFiveMinutesOffEitherWay() {
    var request = VANILLA.request(false);
    Instant now = TestKeys.NOW;
    admitted(request, now.plus(Duration.ofMinutes(5)));
    admitted(request, now.minus(Duration.ofMinutes(5)));
    assertEquals(
        "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z"
            + " (20150830T124101Z - 5 min.); the client's clock says 20150830T123600Z and the"
            + " server's 20150830T124101Z: set the one that is wrong (NTP)",
        refused(request, now.plusSeconds(301)).message());
    assertEquals(
        "Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z"
            + " (20150830T123059Z + 5 min.); the client's clock says 20150830T123600Z and the"
            + " server's 20150830T123059Z: set the one that is wrong (NTP)",
        refused(request, now.minusSeconds(301)).message());
  }

  @Test
  void aBodyThatIsNotTheOneSignedIsRefused() {
    var refused = refused(FORM.request(false, "=value1", "=value2"), TestKeys.NOW);
    assertTrue(refused.message().contains("the body was changed on the way"), refused::message);
    // Without the header, the signature itself is over the body's hash.
    var unnamed = refused(VANILLA.request(false, "Z\n\n", "Z\n\nbody"), TestKeys.NOW);
    assertEquals("InvalidSignatureException", unnamed.type());
  }

  @Test
  void anUnsignedBodyIsTakenOverTlsOnly() {
    String[] unsigned = {"sha256:" + hash(), "sha256:UNSIGNED-PAYLOAD"};
    var plain = refused(FORM.request(false, unsigned), TestKeys.NOW);
    assertTrue(
        plain.message().startsWith("UNSIGNED-PAYLOAD is taken over TLS only"), plain::message);
    // Over TLS it gets as far as the signature, which was made for the body.
    var encrypted = refused(FORM.request(true, unsigned), TestKeys.NOW);
    assertTrue(encrypted.message().contains("\nUNSIGNED-PAYLOAD'"), encrypted::message);
  }

  @Test
  void aStreamedBodyIsRefused() {
    var refused =
        refused(
            FORM.request(true, "sha256:" + hash(), "sha256:STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
            TestKeys.NOW);
    assertTrue(refused.message().contains("App Mesh has no streamed bodies"), refused::message);
  }

  @Test
  void aPresignedAddressIsTakenOverTlsUntilItExpires() {
    var refused = refused(PRESIGNED.request(false), TestKeys.NOW);
    assertTrue(refused.message().startsWith("a presigned address is taken over TLS only"));
    admitted(PRESIGNED.request(true), TestKeys.NOW.plusSeconds(3600));
    var late = refused(PRESIGNED.request(true), TestKeys.NOW.plusSeconds(3601));
    assertTrue(
        late.message()
            .startsWith("Signature expired: 20150830T133601Z is now later than 20150830T133600Z"),
        late::message);
    var longer = refused(PRESIGNED.request(true, "=3600", "=604801"), TestKeys.NOW);
    assertEquals("IncompleteSignatureException", longer.type());
  }

  @Test
  void aSessionTokenIsRefusedWithTheReason() {
    var refused =
        refused(VANILLA.request(false, "X-Amz-Date", "X-Amz-Security-Token:t\nX-Amz-Date"));
    assertEquals(403, refused.status());
    assertEquals("UnrecognizedClientException", refused.type());
    assertTrue(refused.message().contains("unset AWS_SESSION_TOKEN"), refused::message);
  }

  @Test
  void theAuthorIsTheKeyAndTheAddressItIsUsedFrom() {
    var admission = keys.at(TestKeys.NOW, SCOPE).admit(VANILLA.request(false));
    var admitted = assertInstanceOf(Admission.Admitted.class, admission);
    assertEquals(new Author("AKIDEXAMPLE", Vector.PEER), admitted.caller().author());
  }

  @Test
  void aKeyThatIsRevokedStopsAtOnce() {
    var gate = keys.at(TestKeys.NOW, SCOPE);
    assertInstanceOf(Admission.Admitted.class, gate.admit(VANILLA.request(false)));
    keys.chest().revoke("AKIDEXAMPLE");
    assertInstanceOf(Admission.Refused.class, gate.admit(VANILLA.request(false)));
  }

  private Admission.Refused refused(ReceivedRequest request) {
    return refused(request, TestKeys.NOW);
  }

  private Admission.Refused refused(ReceivedRequest request, Instant now) {
    return assertInstanceOf(Admission.Refused.class, keys.at(now, SCOPE).admit(request));
  }

  private void admitted(ReceivedRequest request, Instant now) {
    var admission = keys.at(now, SCOPE).admit(request);
    assertInstanceOf(Admission.Admitted.class, admission, admission::toString);
  }

  private static String hash() {
    return Hmac.hash("Param1=value1");
  }
}
