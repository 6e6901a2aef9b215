package dev.pillion.agent.cloudmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.link.Eventually;
import dev.pillion.agent.link.MutableClock;
import dev.pillion.mesh.endpoint.ServiceKey;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;

final class AwsTest {
  private static final ServiceKey COLORS = new ServiceKey("demo.local", "colorteller");

  @Test
  void withoutARegionEveryAnswerSaysSoAndNothingFails() throws InterruptedException {
    Answer<AwsClients> nothing = new Answer.Failed<>("no AWS region found", "set AWS_REGION");
    try (var aws = Aws.open(() -> nothing, new MutableClock())) {
      var definition =
          assertInstanceOf(Answer.Failed.class, aws.definitions().describe("web", "3"));
      assertEquals("no AWS region found", definition.problem());
      assertFalse(aws.cloudMap().usable());
      var instances = assertInstanceOf(Answer.Failed.class, aws.cloudMap().instances(COLORS));
      assertEquals("set AWS_REGION", instances.remedy());
      Eventually.holds(
          "both links say so",
          () ->
              aws.cloudMapState().problem().equals("no AWS region found")
                  && aws.ecsState().remedy().equals("set AWS_REGION"));
      assertEquals("", aws.ecsState().endpoint());
    }
  }

  @Test
  void anEndpointThatDoesNotAnswerTakesTheLinkDownWithARemedy() {
    var clients =
        AwsClients.of(
            Region.EU_CENTRAL_1,
            MotoServer.credentials(),
            Optional.of(URI.create("http://127.0.0.1:1")),
            Clock.systemUTC());
    try (var aws = Aws.open(() -> new Answer.Given<>(clients), new MutableClock())) {
      Eventually.holds("access", () -> aws.cloudMap().usable());
      assertInstanceOf(Answer.Failed.class, aws.cloudMap().revision(COLORS));
      assertFalse(aws.cloudMapState().up());
      assertTrue(aws.cloudMapState().problem().contains("refused"), aws.cloudMapState().problem());
      assertEquals("let this host reach http://127.0.0.1:1", aws.cloudMapState().remedy());
    }
  }

  @Test
  void anEndpointOfTheSdksOwnSettingsIsCalledByItsPlainName() {
    System.setProperty("aws.endpointUrlServiceDiscovery", "http://localhost:1");
    try (var clients =
        AwsClients.of(
            Region.EU_CENTRAL_1, MotoServer.credentials(), Optional.empty(), Clock.systemUTC())) {
      assertEquals("http://localhost:1", clients.cloudMapEndpoint());
      assertEquals("https://ecs.eu-central-1.amazonaws.com", clients.ecsEndpoint());
    } finally {
      System.clearProperty("aws.endpointUrlServiceDiscovery");
    }
  }

  @Test
  void anEndpointThatIsNoUrlIsNamed() {
    System.setProperty("aws.region", "eu-central-1");
    System.setProperty("aws.accessKeyId", "a");
    System.setProperty("aws.secretAccessKey", "b");
    System.setProperty("aws.endpointUrlEcs", "localhost:4566");
    try (var aws = Aws.open(new MutableClock())) {
      Eventually.holds(
          "the link to ECS says so",
          () ->
              aws.ecsState().problem().equals("AWS endpoint 'localhost:4566' is no URL of a host"));
      assertTrue(aws.ecsState().remedy().contains("AWS_ENDPOINT_URL_ECS"), aws.ecsState().remedy());
    } finally {
      for (String name : List.of("region", "accessKeyId", "secretAccessKey", "endpointUrlEcs")) {
        System.clearProperty("aws." + name);
      }
    }
  }
}
