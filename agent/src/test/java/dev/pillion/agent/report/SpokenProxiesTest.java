package dev.pillion.agent.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.relay.ServedProxy;
import dev.pillion.agent.relay.Source;
import dev.pillion.agent.v1.ProxyReport;
import dev.pillion.agent.v1.RelayedProxy;
import dev.pillion.delta.TypeStatus;
import dev.pillion.delta.Verdict;
import dev.pillion.delta.VersionedResource;
import dev.pillion.delta.XdsType;
import dev.pillion.mesh.model.ProxyGroup;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SpokenProxiesTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private static ServedProxy proxy(String task, Instant connected, long accepted) {
    return new ServedProxy(
        "mesh/demo/virtualNode/front/" + task,
        "arn:task/" + task,
        ProxyGroup.virtualNode("demo", "front"),
        connected,
        "1.40.0",
        "delta",
        "host/1",
        accepted,
        Source.SERVER,
        List.of());
  }

  private static SpokenProxies of(ServedProxy... proxies) {
    return SpokenProxies.of(List.of(proxies));
  }

  @Test
  void theFirstWordIsAll() {
    ProxyReport report = of(proxy("a", NOON, 3)).since(Optional.empty()).orElseThrow();
    assertTrue(report.getFull());
    assertEquals(3, report.getProxies(0).getAccepted());
    assertTrue(SpokenProxies.NONE.since(Optional.empty()).orElseThrow().getFull());
  }

  @Test
  void thenOnlyWhatIsOtherwiseIsSaid() {
    var before = Optional.of(of(proxy("a", NOON, 3), proxy("b", NOON, 3), proxy("c", NOON, 3)));
    assertTrue(
        of(proxy("c", NOON, 3), proxy("b", NOON, 3), proxy("a", NOON, 3)).since(before).isEmpty());
    ProxyReport report =
        of(proxy("a", NOON, 3), proxy("b", NOON, 4), proxy("d", NOON, 1))
            .since(before)
            .orElseThrow();
    assertEquals(
        List.of("mesh/demo/virtualNode/front/b", "mesh/demo/virtualNode/front/d"),
        report.getProxiesList().stream().map(RelayedProxy::getNodeId).toList());
    assertEquals(List.of("mesh/demo/virtualNode/front/c"), report.getGoneList());
  }

  @Test
  void ofTwoEnvoysOfATaskTheNewerCounts() {
    var older = proxy("a", NOON, 3);
    var newer = proxy("a", NOON.plusSeconds(1), 0);
    for (var both : List.of(of(older, newer), of(newer, older))) {
      assertEquals(0, both.all().firstEntry().getValue().getAccepted());
    }
  }

  @Test
  void aRefusalIsSaidWithResourceVersionAndReason() {
    var resource = VersionedResource.of("c", Cluster.newBuilder().setName("c").build());
    var rejected = new Verdict.Rejected(XdsType.CDS, List.of(resource), true, "bad", NOON);
    var type =
        new TypeStatus(
            XdsType.CDS, 1, Optional.of(NOON), Optional.empty(), List.of(rejected), false);
    ServedProxy plain = proxy("a", NOON, 0);
    var proxy =
        new ServedProxy(
            plain.nodeId(),
            plain.taskArn(),
            plain.group(),
            NOON,
            "1.40.0",
            "delta",
            "host/1",
            0,
            Source.SERVER,
            List.of(type));
    var said = of(proxy).all().firstEntry().getValue().getTypes(0);
    assertEquals("CDS", said.getType());
    assertEquals("c", said.getRejections(0).getName());
    assertEquals(resource.version(), said.getRejections(0).getVersion());
    assertEquals("bad", said.getRejections(0).getError());
  }
}
