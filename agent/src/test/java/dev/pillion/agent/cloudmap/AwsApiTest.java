package dev.pillion.agent.cloudmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.Headers;
import dev.pillion.agent.cloudmap.AwsStandIn.Reply;
import dev.pillion.agent.link.Eventually;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;

final class AwsApiTest {
  private static final AwsCredentialsProvider SESSION =
      StaticCredentialsProvider.create(AwsSessionCredentials.create("AKID", "secret", "token"));
  private static final DateTimeFormatter AMZ_DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssX").withZone(ZoneOffset.UTC);

  private AwsStandIn aws;

  @BeforeEach
  void start() throws IOException {
    aws = AwsStandIn.start();
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  private void call(AwsCredentialsProvider credentials, Clock clock) {
    try (var clients =
        AwsClients.of(Region.EU_CENTRAL_1, credentials, Optional.of(aws.endpoint()), clock)) {
      clients.cloudMap().call(AwsOperation.DISCOVER_INSTANCES, Map.of("ServiceName", "a"));
    }
  }

  private void call() {
    call(SESSION, Clock.systemUTC());
  }

  private String signer(Headers request) {
    return request.getFirst("Authorization").replaceAll("^.*Credential=([^/]*)/.*$", "$1");
  }

  private static String metadata(String key, Instant expiration) {
    return """
    {"Code": "Success", "Type": "AWS-HMAC", "AccessKeyId": "%s", "SecretAccessKey": "s",
     "Token": "token of %s", "LastUpdated": "2026-01-01T00:00:00Z", "Expiration": "%s"}
    """
        .formatted(key, key, expiration);
  }

  @Test
  void aCallNamesItsOperationAndIsSignedForItsServiceAndRegion() {
    call();
    var sent = aws.requests().getFirst();
    assertEquals("Route53AutoNaming_v20170314.DiscoverInstances", sent.getFirst("X-Amz-Target"));
    assertEquals("token", sent.getFirst("X-Amz-Security-Token"));
    assertTrue(
        sent.getFirst("Authorization")
            .matches("AWS4-HMAC-SHA256 .*/eu-central-1/servicediscovery/aws4_request.*"),
        sent.getFirst("Authorization"));
  }

  @Test
  void whatIsThrottledOrFailsIsAskedAgain() {
    aws.replies(
        Reply.refusal(400, "ThrottlingException"), Reply.refusal(503, "ServiceUnavailable"));
    call();
    assertEquals(3, aws.requests().size());
  }

  @Test
  void whatFailsThriceIsAFailure() {
    var down = new Reply(502, "<html>Bad Gateway</html>");
    aws.replies(down, down, down);
    var failure = assertThrows(AwsFailure.class, this::call);
    assertEquals("it answered with status 502", failure.getMessage());
    assertEquals(3, aws.requests().size());
  }

  @Test
  void whatIsRefusedIsNotAskedAgain() {
    aws.replies(Reply.refusal(400, "ServiceNotFound"));
    var failure = assertThrows(AwsFailure.class, this::call);
    assertEquals("ServiceNotFound", failure.code());
    assertEquals(1, aws.requests().size());
  }

  @Test
  void aHostWhoseClockIsWrongSignsWithAwssTime() {
    aws.replies(Reply.refusal(400, "InvalidSignatureException"));
    call(SESSION, Clock.offset(Clock.systemUTC(), Duration.ofHours(1)));
    assertEquals(2, aws.requests().size());
    assertTrue(signedAt(0).isAfter(Instant.now().plus(Duration.ofMinutes(50))));
    Duration off = Duration.between(signedAt(1), Instant.now()).abs();
    assertTrue(off.compareTo(Duration.ofMinutes(4)) < 0, off.toString());
  }

  @Test
  void aWrongSecretIsNotTriedAgainWithTheSameTime() {
    aws.replies(Reply.refusal(400, "InvalidSignatureException"));
    assertThrows(AwsFailure.class, this::call);
    assertEquals(1, aws.requests().size());
  }

  private Instant signedAt(int request) {
    return AMZ_DATE.parse(aws.requests().get(request).getFirst("X-Amz-Date"), Instant::from);
  }

  @Test
  void withoutCredentialsACallSaysThat() {
    AwsCredentialsProvider none =
        () -> {
          throw SdkClientException.create("the role was taken away");
        };
    var failure = assertThrows(AwsFailure.class, () -> call(none, Clock.systemUTC()));
    assertEquals(AwsFailure.NO_CREDENTIALS, failure.code());
    assertEquals("the role was taken away", failure.getMessage());
    assertEquals(0, aws.requests().size());
  }

  @Test
  void credentialsOfATaskRoleAreFetchedAgainBeforeTheyRunOut() {
    aws.documents(
        "/role",
        metadata("FIRST", Instant.now().plusSeconds(20)),
        metadata("NEXT", Instant.now().plusSeconds(36_000)));
    System.setProperty("aws.containerCredentialsFullUri", aws.endpoint() + "/role");
    try (var role = ContainerCredentialsProvider.builder().build()) {
      call(role, Clock.systemUTC());
      assertEquals("FIRST", signer(aws.requests().getFirst()));
      Eventually.holds(
          "the next credentials sign",
          () -> {
            call(role, Clock.systemUTC());
            return signer(aws.requests().getLast()).equals("NEXT");
          });
      assertEquals("token of NEXT", aws.requests().getLast().getFirst("X-Amz-Security-Token"));
    } finally {
      System.clearProperty("aws.containerCredentialsFullUri");
    }
  }

  @Test
  void credentialsOfAnInstancesRoleSign() {
    String path = "/latest/meta-data/iam/security-credentials/";
    aws.documents("/latest/api/token", "t");
    aws.documents(path, "role");
    aws.documents(path + "role", metadata("OFINSTANCE", Instant.now().plusSeconds(36_000)));
    try (var role =
        InstanceProfileCredentialsProvider.builder().endpoint(aws.endpoint().toString()).build()) {
      call(role, Clock.systemUTC());
    }
    assertEquals("OFINSTANCE", signer(aws.requests().getFirst()));
  }
}
