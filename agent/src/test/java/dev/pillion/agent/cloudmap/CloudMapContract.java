package dev.pillion.agent.cloudmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.pillion.mesh.endpoint.Instance;
import dev.pillion.mesh.endpoint.ServiceKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is expected of every Cloud Map, real or made up.
abstract class CloudMapContract {
  private ServiceKey colors = new ServiceKey("", "");

  @BeforeEach
  void chooseANamespace() {
    colors = new ServiceKey("ns-" + UUID.randomUUID() + ".local", "colorteller");
  }

  abstract CloudMap cloudMap();

  abstract void create(ServiceKey service);

  abstract void register(ServiceKey service, String id, Map<String, String> attributes);

  abstract void deregister(ServiceKey service, String id);

  abstract void unhealthy(ServiceKey service, String id);

  private static Map<String, String> at(String ipv4) {
    return Map.of("AWS_INSTANCE_IPV4", ipv4, "AWS_INSTANCE_PORT", "8080", "color", "blue");
  }

  private static <T> T given(Answer<T> answer) {
    return switch (answer) {
      case Answer.Given<T>(var value) -> value;
      case Answer.Failed<T> failed -> fail(failed.toString());
    };
  }

  private List<String> ids() {
    return given(cloudMap().instances(colors)).stream().map(Instance::id).toList();
  }

  @Test
  void itCanBeUsed() {
    assertTrue(cloudMap().usable());
  }

  @Test
  void aServiceThatIsNotThereIsAFailureWithARemedy() {
    var revision = assertInstanceOf(Answer.Failed.class, cloudMap().revision(colors));
    var instances = assertInstanceOf(Answer.Failed.class, cloudMap().instances(colors));
    assertTrue(revision.problem().contains("NotFound"), revision.problem());
    assertTrue(instances.problem().contains("NotFound"), instances.problem());
    assertEquals("correct the name, or create what it names", instances.remedy());
  }

  @Test
  void aServiceWithoutInstancesIsEmpty() {
    create(colors);
    assertEquals(List.of(), ids());
  }

  @Test
  void instancesComeByIdWithAllTheirAttributes() {
    register(colors, "b", at("10.0.0.2"));
    register(colors, "a", at("10.0.0.1"));
    var expected =
        new Instance(
            "a", Optional.of("10.0.0.1"), Optional.empty(), OptionalInt.of(8080), at("10.0.0.1"));
    assertEquals(List.of("a", "b"), ids());
    assertEquals(expected, given(cloudMap().instances(colors)).getFirst());
  }

  @Test
  void theRevisionMovesWithTheInstances() {
    create(colors);
    long before = given(cloudMap().revision(colors));
    assertEquals(before, given(cloudMap().revision(colors)));
    register(colors, "a", at("10.0.0.1"));
    assertNotEquals(before, given(cloudMap().revision(colors)));
  }

  @Test
  void anInstanceThatIsTakenAwayIsGone() {
    register(colors, "a", at("10.0.0.1"));
    register(colors, "b", at("10.0.0.2"));
    deregister(colors, "a");
    assertEquals(List.of("b"), ids());
  }

  @Test
  void unhealthyInstancesAreLeftOutUnlessAllAre() {
    register(colors, "a", at("10.0.0.1"));
    register(colors, "b", at("10.0.0.2"));
    unhealthy(colors, "a");
    assertEquals(List.of("b"), ids());
    unhealthy(colors, "b");
    assertEquals(List.of("a", "b"), ids());
  }
}
