package dev.pillion.agent.cloudmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.link.Link;
import dev.pillion.agent.link.MutableClock;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;

final class AwsCallsTest {
  private final Link link = new Link("cloud-map", "https://cloud-map", new MutableClock());
  private final AwsCalls calls = new AwsCalls(link);
  private AwsClients clients;

  @BeforeEach
  void open() {
    clients =
        AwsClients.of(
            Region.EU_CENTRAL_1, MotoServer.credentials(), Optional.empty(), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    clients.close();
  }

  private <T> Answer<T> call(AwsOperation operation, Function<AwsClients, T> call) {
    return calls.call(new Answer.Given<>(clients), operation, call);
  }

  private Answer<String> refused(AwsOperation operation, int status, String code) {
    return call(
        operation,
        _ -> {
          throw new AwsFailure(code, "no", status);
        });
  }

  @Test
  void whatIsNotAllowedIsSaidWithThePermissionThatIsMissing() {
    assertEquals(
        new Answer.Failed<>(
            "AccessDeniedException: no",
            "allow servicediscovery:DiscoverInstances to this host"
                + " (cloudformation/agent-policy.yaml)"),
        refused(AwsOperation.DISCOVER_INSTANCES, 400, "AccessDeniedException"));
    assertFalse(link.state().up());
  }

  @Test
  void aLinkIsUpOnlyWhenNoOperationFails() {
    refused(AwsOperation.DISCOVER_INSTANCES, 400, "AccessDeniedException");
    call(AwsOperation.DISCOVER_INSTANCES_REVISION, _ -> 1L);
    assertFalse(link.state().up());
    call(AwsOperation.DISCOVER_INSTANCES, _ -> "fine");
    assertTrue(link.state().up());
  }

  @Test
  void aNameThatIsNotThereIsNoFaultOfTheLink() {
    var answer = refused(AwsOperation.DISCOVER_INSTANCES, 400, "ServiceNotFound");
    assertEquals(
        new Answer.Failed<>("ServiceNotFound: no", "correct the name, or create what it names"),
        answer);
    assertTrue(link.state().up());
  }

  @Test
  void throttlingSaysWhatToTurn() {
    refused(AwsOperation.DISCOVER_INSTANCES, 400, "ThrottlingException");
    assertTrue(link.state().remedy().contains("PILLION_CLOUDMAP_INTERVAL"));
  }

  @Test
  void credentialsThatAreNotTakenAreNoMissingPermissionAndNoWrongName() {
    for (String code : List.of("ExpiredTokenException", "UnrecognizedClientException")) {
      var answer = refused(AwsOperation.DISCOVER_INSTANCES, code.startsWith("E") ? 403 : 400, code);
      assertEquals(
          new Answer.Failed<>(
              code + ": no",
              "see that this host's role, or the keys that the agent was given, are valid"),
          answer);
      assertFalse(link.state().up());
    }
  }
}
