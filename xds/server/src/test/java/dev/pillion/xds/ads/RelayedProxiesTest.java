package dev.pillion.xds.ads;

import static dev.pillion.xds.ads.RelayedEnvoy.GROUP;
import static dev.pillion.xds.ads.RelayedEnvoy.accepts;
import static dev.pillion.xds.ads.RelayedEnvoy.refuses;
import static dev.pillion.xds.ads.RelayedEnvoy.waits;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.delta.XdsType;
import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.xds.snapshot.ProxyResources.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the server says of Envoys that agents serve, by what the agents say and what they were
/// sent.
final class RelayedProxiesTest {
  private static final ProxyGroup FRONT = ProxyGroup.virtualNode("demo", "front");
  private static final String ONE = GROUP + "/one";
  private static final String TWO = GROUP + "/two";

  private final TestResources resources = new TestResources(FRONT);
  private final List<AutoCloseable> open = new ArrayList<>();
  private TestServer server;
  private RelayedProxies.Agent agent;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(0, resources);
    agent = agent();
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable part : open.reversed()) {
      part.close();
    }
    server.close();
  }

  @Test
  void aRelayIsServedLikeAnyStreamAndIsNoProxy() throws Exception {
    publish(1);
    RelayClient relay = relay("host/1").asks(XdsType.EDS, "a");
    Await.until("all is taken", () -> relay.taken() == 2, this::state);
    assertEquals(version(1), relay.version(XdsType.CDS, "a"));
    assertEquals(List.of(), server.proxies().statuses());
    assertEquals(Map.of(), server.proxies().sent(GROUP));
    assertEquals(0, server.proxies().of(FRONT));
    assertEquals(Set.of(), server.proxies().groups());
  }

  @Test
  void aRelayOfAVirtualNodeThatIsNotThereStaysForTheDayThatItIs() throws Exception {
    var lost = new RelayClient(server.port(), "mesh/demo/virtualNode/lost", "host/1");
    open.add(lost);
    lost.asks(XdsType.CDS);
    Await.until("it is watched", () -> resources.watchers() == 1, resources::watchers);
    assertTrue(lost.isOpen());
  }

  @Test
  void relaysAndWhatIsServedFromThemTakeNoPlaceOfProxiesThatDialTheServer() throws Exception {
    server.close();
    server = new TestServer(0, resources, new AdsRules(1, Duration.ZERO, Optional.empty()));
    agent = agent();
    publish(1);
    relayWithAll("host/1");
    relayWithAll("host/2");
    agent.take(true, List.of(accepts("one", "host/1", 1), accepts("two", "host/2", 1)), List.of());
    try (var direct = new DirectClient(server.port(), GROUP)) {
      assertEquals(version(1), direct.next().getResources(0).getVersion());
      assertEquals(1, server.proxies().of(FRONT));
      assertEquals(3, server.proxies().statuses().size());
    }
  }

  @Test
  void anEnvoyIsInSyncOnceItHasAcceptedAllThatTheRelayWasSent() throws Exception {
    publish(1);
    RelayClient relay = relayWithAll("host/1");
    agent.take(true, List.of(waits("one", "host/1")), List.of());
    ProxyStatus status = only();
    assertEquals(ONE, status.nodeId());
    assertEquals("arn:aws:ecs:eu-west-1:1:task/c/one", status.task());
    assertEquals(FRONT, status.group());
    assertEquals(RelayedEnvoy.NOON, status.connected());
    assertEquals("1.40.0", status.envoyVersion());
    assertEquals("delta", status.dialect());
    assertEquals("", status.problem());
    assertFalse(status.inSync());
    assertEquals(Set.of(FRONT), server.proxies().groups());

    agent.take(false, List.of(accepts("one", "host/1", 1)), List.of());
    Await.until("in sync", () -> only().inSync(), this::state);

    publish(2);
    Await.until("the relay has it", () -> relay.taken() == 2, this::state);
    assertFalse(only().inSync());
    agent.take(false, List.of(accepts("one", "host/1", 2)), List.of());
    Await.until("in sync", () -> only().inSync(), this::state);
  }

  @Test
  void itsResourcesAreItsRelaysAndAcceptedOnceItHasThemAll() throws Exception {
    publish(1);
    relayWithAll("host/1");
    agent.take(true, List.of(waits("one", "host/1")), List.of());
    assertEquals(List.of("a " + version(1) + " false"), sent(ONE));
    agent.take(false, List.of(accepts("one", "host/1", 1)), List.of());
    assertEquals(List.of("a " + version(1) + " true"), sent(ONE));
    agent.take(false, List.of(refuses("one", "host/1", "a", version(1))), List.of());
    assertEquals(List.of("a " + version(1) + " false"), sent(GROUP));
    assertEquals(List.of(), sent(TWO));
  }

  @Test
  void anEnvoyWhoseRelayHasEndedIsNotInSyncAndStatusSaysWhy() throws Exception {
    publish(1);
    RelayClient relay = relayWithAll("host/1");
    agent.take(true, List.of(accepts("one", "host/1", 1)), List.of());
    relay.close();
    Await.until("the relay is gone", () -> !only().problem().isEmpty(), this::state);
    assertEquals(
        "its host's agent has no stream for mesh/demo/virtualNode/front to this server at the"
            + " moment, and serves what it has; the agent dials again within seconds: if this"
            + " stays, see its log",
        only().problem());
    assertFalse(only().inSync());
    assertEquals(List.of(), sent(ONE));
  }

  @Test
  void whatKeepsTheGroupFromBeingServedComesFirst() {
    agent.take(true, List.of(waits("one", "host/1")), List.of());
    assertEquals("agents have not reported", only().problem());
  }

  @Test
  void aReportThatIsHereBeforeItsRelayCountsWhenTheRelayComes() throws Exception {
    publish(1);
    agent.take(true, List.of(waits("one", "host/1")), List.of());
    relayWithAll("host/1");
    Await.until("the relay is known", () -> only().problem().isEmpty(), this::state);
  }

  @Test
  void aRelayThatComesBackAndLacksNothingLeavesItsEnvoysInSync() throws Exception {
    publish(1);
    agent.take(true, List.of(accepts("one", "host/2", 0), waits("two", "host/2")), List.of());
    relay("host/2", Map.of("a", version(1)));
    Await.until("one in sync", () -> status(ONE).inSync(), this::state);
    assertFalse(status(TWO).inSync());
  }

  @Test
  void anEnvoyThatHasAllButTheNewestOfAGroupThatWaitsIsNotInSync() throws Exception {
    publish(1);
    relayWithAll("host/1");
    agent.take(true, List.of(accepts("one", "host/1", 1)), List.of());
    resources.answer(new Answer.NotYet("not yet"));
    assertEquals("not yet", only().problem());
    assertFalse(only().inSync());
  }

  @Test
  void aFullReportReplacesADeltaAddsAndWhatIsGoneIsRemoved() {
    agent.take(true, List.of(waits("one", "r"), waits("two", "r")), List.of());
    assertEquals(List.of(ONE, TWO), nodeIds());
    agent.take(false, List.of(waits("three", "r")), List.of(ONE, GROUP + "/never-here"));
    assertEquals(List.of(GROUP + "/three", TWO), nodeIds());
    agent.take(true, List.of(waits("one", "r")), List.of());
    assertEquals(List.of(ONE), nodeIds());
  }

  @Test
  void theEnvoysOfAnAgentAreListedAsLongAsItsConnectionLasts() {
    RelayedProxies.Agent other = agent();
    agent.take(true, List.of(waits("one", "r")), List.of());
    other.take(true, List.of(waits("two", "s")), List.of());
    agent.close();
    assertEquals(List.of(TWO), nodeIds());
    agent.take(true, List.of(waits("one", "r")), List.of());
    assertEquals(List.of(TWO), nodeIds(), "what is said after the end counts for nothing");
  }

  private void publish(int seconds) {
    resources.publish(new EnvoyConfig().cluster("a", seconds, 80));
  }

  private static String version(int seconds) {
    var snapshot = new EnvoyConfig().cluster("a", seconds, 80).snapshot(1);
    return snapshot.find(XdsType.CDS, "a").orElseThrow().version();
  }

  private RelayedProxies.Agent agent() {
    RelayedProxies.Agent joined = server.proxies().relayed().join();
    open.add(joined);
    return joined;
  }

  private RelayClient relay(String name) {
    return relay(name, Map.of());
  }

  private RelayClient relay(String name, Map<String, String> clusters) {
    var relay = new RelayClient(server.port(), GROUP, name);
    open.add(relay);
    return relay.resumes(XdsType.CDS, clusters);
  }

  private RelayClient relayWithAll(String name) throws Exception {
    RelayClient relay = relay(name);
    Await.until("the relay has it", () -> relay.taken() == 1, this::state);
    return relay;
  }

  private ProxyStatus only() {
    List<ProxyStatus> all = server.proxies().statuses();
    assertEquals(1, all.size());
    return all.getFirst();
  }

  private ProxyStatus status(String nodeId) {
    return server.proxies().statuses().stream()
        .filter(status -> status.nodeId().equals(nodeId))
        .findFirst()
        .orElseThrow();
  }

  private List<String> nodeIds() {
    return server.proxies().statuses().stream().map(ProxyStatus::nodeId).toList();
  }

  private List<String> sent(String nodeId) {
    return server.proxies().sent(nodeId).values().stream()
        .flatMap(List::stream)
        .map(sent -> "%s %s %s".formatted(sent.name(), sent.version(), sent.accepted()))
        .toList();
  }

  private List<ProxyStatus> state() {
    return server.proxies().statuses();
  }
}
