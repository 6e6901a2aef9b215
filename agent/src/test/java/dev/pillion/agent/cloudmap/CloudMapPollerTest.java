package dev.pillion.agent.cloudmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.link.Eventually;
import dev.pillion.mesh.endpoint.Instance;
import dev.pillion.mesh.endpoint.ServiceKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CloudMapPollerTest {
  private static final ServiceKey COLORS = new ServiceKey("demo.local", "colorteller");
  private static final ServiceKey SHAPES = new ServiceKey("demo.local", "shapeteller");
  private static final Map<String, String> PLACE = Map.of("AWS_INSTANCE_IPV4", "10.0.0.1");

  private final FakeCloudMap cloudMap = new FakeCloudMap();
  private final CloudMapPoller poller = new CloudMapPoller(cloudMap, Duration.ofMillis(20));

  @AfterEach
  void close() {
    poller.close();
  }

  private List<String> ids(ServiceKey service) {
    Resolved resolved = poller.resolved().get(service);
    return resolved == null ? List.of() : resolved.instances().stream().map(Instance::id).toList();
  }

  private String problem() {
    Resolved resolved = poller.resolved().get(COLORS);
    return resolved == null ? "" : resolved.problem();
  }

  @Test
  void changesAreSeen() {
    cloudMap.register(COLORS, "a", PLACE);
    poller.names(Set.of(COLORS));
    Eventually.holds("a is known", () -> ids(COLORS).equals(List.of("a")));
    cloudMap.register(COLORS, "b", PLACE);
    Eventually.holds("b is known", () -> ids(COLORS).equals(List.of("a", "b")));
    cloudMap.deregister(COLORS, "a");
    Eventually.holds("a is gone", () -> ids(COLORS).equals(List.of("b")));
  }

  @Test
  void instancesAreAskedForOnlyWhenTheRevisionMoved() {
    cloudMap.register(COLORS, "a", PLACE);
    var told = new AtomicInteger();
    poller.onChange(told::incrementAndGet);
    poller.names(Set.of(COLORS));
    Eventually.holds("a is known", () -> ids(COLORS).equals(List.of("a")));
    int calls = cloudMap.instanceCalls();
    cloudMap.register(SHAPES, "x", PLACE);
    poller.names(Set.of(COLORS, SHAPES));
    Eventually.holds("x is known", () -> ids(SHAPES).equals(List.of("x")));
    assertEquals(calls + 1, cloudMap.instanceCalls());
  }

  @Test
  void anOutageKeepsWhatIsKnownAndEnds() {
    cloudMap.register(COLORS, "a", PLACE);
    poller.names(Set.of(COLORS));
    Eventually.holds("a is known", () -> ids(COLORS).equals(List.of("a")));
    cloudMap.fail("timed out");
    Eventually.holds("the problem is known", () -> problem().equals("timed out"));
    assertEquals(List.of("a"), ids(COLORS));
    cloudMap.register(COLORS, "b", PLACE);
    cloudMap.fail("");
    Eventually.holds("b is known", () -> ids(COLORS).equals(List.of("a", "b")));
    assertEquals("", problem());
  }

  @Test
  void aNameThatIsTakenAwayIsForgottenAndNotAskedForAgain() {
    cloudMap.register(COLORS, "a", PLACE);
    poller.names(Set.of(COLORS));
    Eventually.holds("a is known", () -> ids(COLORS).equals(List.of("a")));
    poller.names(Set.of());
    assertTrue(poller.resolved().isEmpty());
  }
}
