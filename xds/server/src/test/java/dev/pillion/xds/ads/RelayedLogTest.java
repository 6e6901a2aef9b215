package dev.pillion.xds.ads;

import static dev.pillion.xds.ads.RelayedEnvoy.GROUP;
import static dev.pillion.xds.ads.RelayedEnvoy.accepts;
import static dev.pillion.xds.ads.RelayedEnvoy.refuses;
import static dev.pillion.xds.ads.RelayedEnvoy.waits;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.mesh.model.ProxyGroup;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The lines in which an operator reads of the Envoys that an agent serves.
final class RelayedLogTest {
  private static final String ONE = "proxy=" + GROUP + "/one ";

  private final PrintStream before = System.err;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final RelayedProxies proxies =
      new RelayedProxies(
          new TestResources(ProxyGroup.virtualNode("demo", "front")), new EnvoyNames());
  private final RelayedProxies.Agent agent = proxies.join();

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stop() {
    System.setErr(before);
  }

  @Test
  void anEnvoyThatComesAndGoesHasALineForEach() {
    agent.take(true, List.of(waits("one", "host/1")), List.of());
    agent.take(false, List.of(accepts("one", "host/1", 1)), List.of());
    agent.take(false, List.of(), List.of(GROUP + "/one"));
    agent.take(false, List.of(waits("one", "host/2")), List.of());
    agent.close();
    assertEquals(
        List.of(
            ONE
                + "state=connected task=arn:aws:ecs:eu-west-1:1:task/c/one envoy=1.40.0"
                + " dialect=delta relay=host/1",
            ONE + "state=disconnected reason=gone",
            ONE
                + "state=connected task=arn:aws:ecs:eu-west-1:1:task/c/one envoy=1.40.0"
                + " dialect=delta relay=host/2",
            ONE + "state=disconnected reason=agent-gone"),
        lines());
  }

  @Test
  void aRefusalHasOneLineThatNamesWhatItWasMadeFrom() {
    agent.take(true, List.of(refuses("one", "host/1", "a", "v1")), List.of());
    agent.take(false, List.of(refuses("one", "host/1", "a", "v1")), List.of());
    agent.take(false, List.of(refuses("one", "host/2", "a", "v1")), List.of());
    agent.take(false, List.of(refuses("one", "host/2", "a", "v2")), List.of());
    List<String> rejected = lines().stream().filter(line -> line.contains("rejected")).toList();
    assertEquals(2, rejected.size(), rejected.toString());
    String start = ONE + "state=rejected type=CDS resource=a version=v1";
    assertTrue(
        rejected
            .getFirst()
            .startsWith(start + " made-by=\"virtualNode/front\" error=\"no such type\" remedy="),
        rejected.getFirst());
    assertTrue(rejected.getLast().contains(" version=v2 "), rejected.getLast());
  }

  private List<String> lines() {
    return written
        .toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.contains(ONE))
        .map(line -> line.substring(line.indexOf(ONE)))
        .toList();
  }
}
