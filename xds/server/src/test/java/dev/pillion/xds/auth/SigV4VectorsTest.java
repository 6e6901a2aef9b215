package dev.pillion.xds.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// AWS's published examples of Signature Version 4.
final class SigV4VectorsTest {
  private TestKeys keys;

  @BeforeEach
  void open(@TempDir Path directory) {
    keys = TestKeys.in(directory).withExample(new Role.Reader());
  }

  @AfterEach
  void close() {
    keys.close();
  }

  /// Those of 2015, which have the time in `X-Amz-Date`. Those of 2011 name a Friday a Monday.
  static Stream<Vector> vectors() {
    return Vector.all().filter(vector -> !vector.name().startsWith("2011-"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void whatAwsPublishedIsAccepted(Vector vector) {
    var admission = gate().admit(vector.request(vector.presigned()));
    var admitted = assertInstanceOf(Admission.Admitted.class, admission, admission::toString);
    assertEquals("AKIDEXAMPLE", admitted.caller().author().principal());
    assertEquals("192.0.2.7:40000", admitted.caller().author().address());
    assertEquals(new Role.Reader(), admitted.caller().role());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void theSameUnderAnotherMethodIsNot(Vector vector) {
    var admission =
        gate().admit(vector.request(vector.presigned(), "GET /", "PUT /", "POST /", "PUT /"));
    var refused = assertInstanceOf(Admission.Refused.class, admission);
    assertEquals("InvalidSignatureException", refused.type());
  }

  /// They were published of the request without an expiry.
  @Test
  void theCanonicalRequestAndTheStringToSignAreThosePublished() {
    var vector = Vector.of("presigned-get-header-key-duplicate");
    var request = vector.request(true, "&X-Amz-Expires=3600", "");
    var scope =
        new CredentialScope("AKIDEXAMPLE", "20150830", "us-east-1", "service", "aws4_request");
    String canonical = canonical(request, List.of("host", "my-header1"));
    assertEquals(vector.published(".creq"), canonical);
    assertEquals(
        vector.published(".sts"), SigV4.stringToSign("20150830T123600Z", scope, canonical));
  }

  @Test
  void aPathThatCameEncodedIsEncodedOnceMore() {
    var vector = Vector.of("2011-get-space");
    var scope = new CredentialScope("AKIDEXAMPLE", "20110909", "us-east-1", "host", "aws4_request");
    String canonical = canonical(vector.request(false), List.of("date", "host"));
    assertEquals(vector.published(".creq"), canonical);
    String toSign = SigV4.stringToSign("20110909T233600Z", scope, canonical);
    assertEquals(vector.published(".sts"), toSign);
    assertEquals(
        "2be9e587d1ee1f0fd02128724b86b4358ba3630d39f493b6e06610a19a50779e",
        SigV4.signature(TestKeys.SECRET, scope, toSign));
  }

  private static String canonical(ReceivedRequest request, List<String> signedHeaders) {
    return SigV4.canonicalRequest(
        request,
        signedHeaders,
        CanonicalAddress.paths(request.line().path()).getFirst(),
        request.bodyHash());
  }

  @Test
  void thereAreAllTheVectorsThatTheSuiteNeeds() {
    assertEquals(20, Vector.all().count());
  }

  private Gate gate() {
    return keys.at(
        Instant.parse("2015-08-30T12:36:00Z"), new SigningScope("us-east-1", Set.of("service")));
  }
}
