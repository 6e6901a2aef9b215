package dev.pillion.xds.ads;

import static dev.pillion.xds.ads.RelayedEnvoy.GROUP;
import static dev.pillion.xds.ads.RelayedEnvoy.accepts;
import static dev.pillion.xds.ads.RelayedEnvoy.refuses;
import static dev.pillion.xds.ads.RelayedEnvoy.waits;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.delta.ResourceStatus;
import dev.pillion.delta.XdsType;
import dev.pillion.mesh.model.ProxyGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What an Envoy refuses that one agent serves, and who is not given it.
final class RelayedQuarantineTest {
  private static final String ONE = GROUP + "/one";
  private static final String TWO = GROUP + "/two";
  private static final String GOOD = version(1);
  private static final String BAD = version(2);

  private final TestResources resources =
      new TestResources(ProxyGroup.virtualNode("demo", "front"));
  private final List<AutoCloseable> open = new ArrayList<>();
  private TestServer server;
  private RelayedProxies.Agent first;
  private RelayedProxies.Agent second;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(0, resources);
    first = agent();
    second = agent();
    publish(1);
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable part : open.reversed()) {
      part.close();
    }
    server.close();
  }

  @Test
  void itIsKeptFromOtherHostsAndFromProxiesThatDialTheServer() throws Exception {
    RelayClient one = relay("host/1");
    RelayClient two = relay("other/1");
    second.take(true, List.of(accepts("two", "other/1", 1)), List.of());
    goodThenBadAt(one);
    awaitVersion(two, GOOD);
    // What the relay has is what the next Envoy of its host begins with.
    awaitVersion(one, GOOD);
    KeptBack kept = status(TWO).keptBack().getFirst();
    assertEquals("a", kept.name());
    assertEquals(BAD, kept.refused());
    assertEquals(GOOD, kept.served());
    assertEquals(List.of(ONE), kept.by());
    assertEquals("no such type", kept.error());
    assertEquals(List.of(kept), status(ONE).keptBack());
    try (var direct = new DirectClient(server.port(), GROUP)) {
      assertEquals(GOOD, direct.next().getResources(0).getVersion());
    }

    publish(3);
    awaitVersion(one, version(3));
    awaitVersion(two, version(3));
    assertEquals(List.of(), status(TWO).keptBack());
  }

  @Test
  void anEnvoyThatHasTheLastGoodOneInsteadIsNotInSyncButHasAcceptedIt() throws Exception {
    goodThenBadAt(relay("host/1"));
    relay("other/1");
    second.take(true, List.of(accepts("two", "other/1", 1)), List.of());
    assertEquals(1, status(TWO).keptBack().size());
    assertFalse(status(TWO).inSync());
    ResourceStatus sent = server.proxies().sent(TWO).values().iterator().next().getFirst();
    assertEquals(GOOD, sent.version());
    assertTrue(sent.accepted());
  }

  @Test
  void aRelaysOwnAcknowledgementIsNoEnvoys() throws Exception {
    RelayClient one = relay("host/1");
    first.take(true, List.of(waits("one", "host/1")), List.of());
    publish(2);
    awaitVersion(one, BAD);
    first.take(false, List.of(refuses("one", "host/1", "a", BAD)), List.of());
    assertEquals(BAD, relay("other/1").version(XdsType.CDS, "a"), "nobody has accepted another");
  }

  @Test
  void itEndsWhenTheEnvoyThatRefusesHasLeft() throws Exception {
    RelayClient two = relay("other/1");
    goodThenBadAt(relay("host/1"));
    awaitVersion(two, GOOD);
    first.take(false, List.of(accepts("three", "host/1", 0)), List.of(ONE));
    awaitVersion(two, BAD);
  }

  @Test
  void itEndsWhenTheEnvoyThatRefusesIsServedFromAnotherStreamThatLacksIt() throws Exception {
    RelayClient two = relay("other/1");
    goodThenBadAt(relay("host/1"));
    awaitVersion(two, GOOD);
    first.take(false, List.of(waits("one", "host/2")), List.of());
    awaitVersion(two, BAD);
  }

  @Test
  void itOutlastsTheAgentsConnectionUntilTheNextTellsOfAllOrTheRelayEnds() throws Exception {
    RelayClient one = relay("host/1");
    RelayClient two = relay("other/1");
    goodThenBadAt(one);
    awaitVersion(two, GOOD);
    first.close();
    assertEquals(GOOD, relay("third/1").version(XdsType.CDS, "a"));
    first = agent();
    first.take(true, List.of(refuses("one", "host/1", "a", BAD)), List.of());
    assertEquals(GOOD, relay("third/2").version(XdsType.CDS, "a"));
    first.close();
    first = agent();
    first.take(true, List.of(waits("another", "host/1")), List.of());
    awaitVersion(two, BAD);
  }

  @Test
  void itEndsWithTheRelay() throws Exception {
    RelayClient one = relay("host/1");
    RelayClient two = relay("other/1");
    goodThenBadAt(one);
    awaitVersion(two, GOOD);
    one.close();
    awaitVersion(two, BAD);
  }

  @Test
  void aRelayThatComesBackWithItBringsTheRefusalBack() throws Exception {
    RelayClient two = relay("other/1");
    RelayClient one = relay("host/1");
    goodThenBadAt(one);
    awaitVersion(two, GOOD);
    one.close();
    awaitVersion(two, BAD);
    // Before the relay has said what it holds.
    first.take(false, List.of(refuses("one", "host/2", "a", BAD)), List.of());
    var back = new RelayClient(server.port(), GROUP, "host/2");
    open.add(back);
    back.asks(XdsType.LDS).resumes(XdsType.CDS, Map.of("a", BAD));
    awaitVersion(two, GOOD);
    awaitVersion(back, GOOD);
  }

  @Test
  void whatAnEnvoyOfAnotherHostHasAcceptedIsTheFaultOfTheHostThatRefusesIt() throws Exception {
    RelayClient one = relay("host/1");
    RelayClient two = relay("other/1");
    first.take(true, List.of(accepts("one", "host/1", 1)), List.of());
    publish(2);
    awaitVersion(one, BAD);
    awaitVersion(two, BAD);
    second.take(true, List.of(accepts("two", "other/1", 2)), List.of());
    first.take(false, List.of(refuses("one", "host/1", "a", BAD)), List.of());
    assertEquals(BAD, relay("third/1").version(XdsType.CDS, "a"));
  }

  @Test
  void whatAnEnvoyHasAcceptedOfFewerResponsesThanWereSentProvesNothing() throws Exception {
    RelayClient one = relay("host/1");
    publish(2);
    awaitVersion(one, BAD);
    second.take(true, List.of(accepts("one", "host/1", 1)), List.of());
    first.take(true, List.of(refuses("two", "host/1", "a", BAD)), List.of());
    assertEquals(BAD, relay("other/1").version(XdsType.CDS, "a"));
    assertEquals(List.of(), status(ONE).keptBack());
  }

  @Test
  void whatAProxyThatDialsTheServerRefusesIsKeptFromRelays() throws Exception {
    try (var direct = new DirectClient(server.port(), ONE)) {
      direct.accepts(direct.next());
      publish(2);
      direct.refuses(direct.next(), "no such type");
      Await.until(
          "refused",
          () -> status(ONE).types().stream().anyMatch(type -> type.rejection().isPresent()),
          this::state);
      assertEquals(GOOD, relay("other/1").version(XdsType.CDS, "a"));
      second.take(true, List.of(accepts("two", "other/1", 1)), List.of());
      assertEquals(List.of(ONE), status(TWO).keptBack().getFirst().by());
    }
  }

  /// An Envoy behind the relay accepts the first and refuses the second.
  private void goodThenBadAt(RelayClient relay) throws Exception {
    first.take(true, List.of(accepts("one", relay.name(), 1)), List.of());
    publish(2);
    awaitVersion(relay, BAD);
    first.take(false, List.of(refuses("one", relay.name(), "a", BAD)), List.of());
  }

  private void awaitVersion(RelayClient relay, String version) {
    Await.until(
        "the relay has " + version,
        () -> relay.version(XdsType.CDS, "a").equals(version),
        () -> relay.version(XdsType.CDS, "a") + " " + state());
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
    var relay = new RelayClient(server.port(), GROUP, name);
    open.add(relay);
    relay.asks(XdsType.CDS);
    Await.until("the relay has it", () -> relay.taken() == 1, this::state);
    return relay;
  }

  private ProxyStatus status(String nodeId) {
    return server.proxies().statuses().stream()
        .filter(status -> status.nodeId().equals(nodeId))
        .findFirst()
        .orElseThrow();
  }

  private List<ProxyStatus> state() {
    return server.proxies().statuses();
  }
}
