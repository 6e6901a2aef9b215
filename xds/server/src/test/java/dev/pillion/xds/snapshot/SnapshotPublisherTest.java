package dev.pillion.xds.snapshot;

import static dev.pillion.xds.translate.MeshBuilder.cloudMap;
import static dev.pillion.xds.translate.MeshBuilder.dns;
import static dev.pillion.xds.translate.MeshBuilder.http;
import static dev.pillion.xds.translate.MeshBuilder.to;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.delta.Snapshot;
import dev.pillion.delta.XdsType;
import dev.pillion.mesh.listener.PortMapping;
import dev.pillion.mesh.listener.Protocol;
import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.tls.CertificateFiles;
import dev.pillion.xds.discovery.EndpointTable;
import dev.pillion.xds.discovery.MutableClock;
import dev.pillion.xds.discovery.Reports;
import dev.pillion.xds.snapshot.ProxyResources.Answer;
import dev.pillion.xds.translate.AddressFamilies;
import dev.pillion.xds.translate.MeshBuilder;
import dev.pillion.xds.translate.Translator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SnapshotPublisherTest {
  private static final ProxyGroup FRONT = ProxyGroup.virtualNode("demo", "front");
  private static final ProxyGroup BACK = ProxyGroup.virtualNode("demo", "back");
  private static final ResourceId SPLIT = new ResourceId.Route("color", "split");
  private static final String MAP_CLUSTER = "cds_egress_demo_map_http_9080";

  private final MutableClock clock = new MutableClock();
  private final FakeMeshes meshes = new FakeMeshes();
  private EndpointTable table = new EndpointTable(clock, Set.of());
  private SnapshotPublisher publisher = publisher();

  @AfterEach
  void close() {
    publisher.close();
  }

  @Test
  void aWriteReachesTheGroupsThatItConcernsAndNoOther() throws InterruptedException {
    listMap("x@10.0.0.1");
    meshes.commit(mesh(90).at(1));
    try (var front = new RecordingProxy(publisher, FRONT);
        var back = new RecordingProxy(publisher, BACK)) {
      assertEquals(1, ready(front.first()).version());
      var unaffected = ready(back.first());
      meshes.commit(mesh(50).at(2), SPLIT);
      var now = ready(front.next());
      assertEquals(2, now.version());
      assertNotEquals(versions(front.first(), XdsType.RDS), versions(now, XdsType.RDS));
      assertEquals(versions(front.first(), XdsType.CDS), versions(now, XdsType.CDS));
      assertEquals(versions(front.first(), XdsType.LDS), versions(now, XdsType.LDS));
      back.wasToldNothing();
      assertSame(unaffected, ready(publisher.of(BACK)));
    }
  }

  @Test
  void aWriteThatChangesNothingForAGroupTellsItNothing() throws InterruptedException {
    listMap("x@10.0.0.1");
    meshes.commit(mesh(90).at(1));
    try (var front = new RecordingProxy(publisher, FRONT)) {
      meshes.commit(mesh(90).at(2), SPLIT);
      meshes.commit(mesh(50).at(3), SPLIT);
      assertEquals(3, ready(front.next()).version());
      front.wasToldNothing();
    }
  }

  @Test
  void aChangeOfEndpointsChangesTheirAssignmentAndNothingElse() throws InterruptedException {
    meshes.commit(mesh(90).at(1));
    listMap("x@10.0.0.1");
    try (var front = new RecordingProxy(publisher, FRONT);
        var back = new RecordingProxy(publisher, BACK)) {
      table.apply(Reports.delta("a", 1, 2).lists("map", 2, "y@10.0.0.2").now());
      var now = ready(front.next());
      for (XdsType type : List.of(XdsType.CDS, XdsType.LDS, XdsType.RDS)) {
        assertEquals(ready(front.first()).of(type), now.of(type));
      }
      assertNotEquals(versions(front.first(), XdsType.EDS), versions(now, XdsType.EDS));
      back.wasToldNothing();
    }
  }

  @Test
  void aNewGroupWaitsUntilItsServicesAreListed() throws InterruptedException {
    meshes.commit(mesh(90).at(1));
    try (var front = new RecordingProxy(publisher, FRONT)) {
      assertEquals(new Answer.NotYet("waiting for map.demo.local"), front.first());
      listMap("x@10.0.0.1");
      assertEquals(Set.of(MAP_CLUSTER), ready(front.next()).of(XdsType.EDS).keySet());
    }
  }

  @Test
  void aServiceThatNobodyListsInFiveSecondsHasNoAssignmentUntilSomebodyDoes()
      throws InterruptedException {
    meshes.commit(mesh(90).at(1));
    try (var front = new RecordingProxy(publisher, FRONT)) {
      giveUp();
      var without = ready(front.next());
      assertEquals(Map.of(), without.of(XdsType.EDS));
      assertTrue(without.of(XdsType.CDS).containsKey(MAP_CLUSTER));
      listMap();
      assertEquals(Set.of(MAP_CLUSTER), ready(front.next()).of(XdsType.EDS).keySet());
    }
  }

  @Test
  void trafficMovesToANewServiceOnlyWhenItIsListed() throws InterruptedException {
    meshes.commit(dnsOnly().at(1));
    try (var front = new RecordingProxy(publisher, FRONT)) {
      assertEquals(1, ready(front.first()).version());
      meshes.commit(mesh(90).at(2), SPLIT);
      listMap("x@10.0.0.1");
      var now = ready(front.next());
      assertEquals(2, now.version());
      assertEquals(Set.of(MAP_CLUSTER), now.of(XdsType.EDS).keySet());
      front.wasToldNothing();
    }
  }

  @Test
  void aRestartedServerIsSilentUntilTheAgentsHaveReported() throws InterruptedException {
    restartWaitingFor("a");
    meshes.commit(mesh(90).at(1));
    try (var front = new RecordingProxy(publisher, FRONT)) {
      assertEquals(new Answer.NotYet("waiting for the reports of [a]"), front.first());
      table.connected("a", 1);
      table.apply(Reports.full("a", 1).lists("map", 1, "x@10.0.0.1").now());
      assertEquals(Set.of(MAP_CLUSTER), ready(front.next()).of(XdsType.EDS).keySet());
    }
  }

  @Test
  void aRestartedServerIsSilentForTenSecondsAtMost() throws InterruptedException {
    restartWaitingFor("a");
    meshes.commit(mesh(90).at(1));
    try (var front = new RecordingProxy(publisher, FRONT)) {
      clock.pass(Duration.ofSeconds(10));
      table.expire();
      assertEquals(1, ready(front.next()).version());
    }
  }

  @Test
  void aGroupThatIsFoundByDnsAloneWaitsForNoAgent() {
    restartWaitingFor("a");
    meshes.commit(mesh(90).at(1));
    assertEquals(1, ready(publisher.of(BACK)).version());
  }

  @Test
  void anAbsentMeshOrVirtualNodeIsNamedWithTheRemedyAndServedOnceItAppears()
      throws InterruptedException {
    listMap("x@10.0.0.1");
    try (var front = new RecordingProxy(publisher, FRONT)) {
      assertEquals(
          new Answer.Unknown(
              "virtual node demo/front: Mesh with name demo is not present; create it, or correct"
                  + " the label pillion.mesh"),
          front.first());
      meshes.commit(new MeshBuilder("demo").at(1), new ResourceId.Mesh());
      assertEquals(
          new Answer.Unknown(
              "virtual node demo/front: VirtualNode with name front is not present under mesh demo;"
                  + " create it, or correct the label pillion.virtual-node"),
          front.next());
      meshes.commit(mesh(90).at(2), new ResourceId.VirtualNode("front"));
      assertEquals(2, ready(front.next()).version());
    }
  }

  @Test
  void aDeletedVirtualNodeLeavesItsLiveProxiesWhatTheyHave() throws InterruptedException {
    listMap("x@10.0.0.1");
    meshes.commit(mesh(90).at(1));
    try (var front = new RecordingProxy(publisher, FRONT)) {
      var id = new ResourceId.VirtualNode("front");
      meshes.commit(mesh(90).without(id).at(2), id);
      meshes.commit(mesh(90).at(3), id);
      meshes.commit(mesh(50).at(4), SPLIT);
      assertEquals(4, ready(front.next()).version());
      meshes.delete("demo", 5);
      awaitProblem("Mesh with name demo is not present");
      assertEquals(4, ready(publisher.of(FRONT)).version());
      front.wasToldNothing();
    }
    assertInstanceOf(Answer.Unknown.class, publisher.of(FRONT));
  }

  @Test
  void whoeverIsNotInTheMeshIsToldSoUnlessAProxyOfItIsStillServed() throws InterruptedException {
    assertTrue(publisher.problem(FRONT).orElseThrow().contains("Mesh with name demo"));
    listMap("x@10.0.0.1");
    meshes.commit(mesh(90).at(1));
    assertEquals(Optional.empty(), publisher.problem(FRONT));
    try (var _ = new RecordingProxy(publisher, FRONT)) {
      var id = new ResourceId.VirtualNode("front");
      meshes.commit(mesh(90).without(id).at(2), id);
      awaitProblem("VirtualNode with name front is not present");
      assertEquals(Optional.empty(), publisher.problem(FRONT));
    }
    assertTrue(publisher.problem(FRONT).orElseThrow().contains("VirtualNode with name front"));
  }

  @Test
  void aResourceThatEnvoyWouldRefuseKeepsItsLastGoodVersion() throws InterruptedException {
    listMap("x@10.0.0.1");
    meshes.commit(mesh(90).at(1));
    try (var front = new RecordingProxy(publisher, FRONT)) {
      var broken = mesh(50).node("front", List.of(new PortMapping(70000, Protocol.HTTP)), dns("f"));
      meshes.commit(broken.at(2), new ResourceId.VirtualNode("front"));
      var now = ready(front.next());
      assertEquals(
          versions(front.first(), XdsType.LDS).get("lds_ingress_0.0.0.0_15000"),
          versions(now, XdsType.LDS).get("lds_ingress_0.0.0.0_15000"));
      assertTrue(now.of(XdsType.RDS).containsKey("rds_ingress_http_8080"));
      assertTrue(now.of(XdsType.CDS).containsKey("cds_ingress_demo_front_http_8080"));
      awaitProblem(
          "LDS lds_ingress_0.0.0.0_15000: Envoy would refuse it:"
              + " filter_chains[0].filter_chain_match.destination_port: 70000 is not lte 65535; the"
              + " last good one stays, report this as a defect");
    }
  }

  @Test
  void aGroupThatNobodyWatchesIsNotKept() {
    listMap("x@10.0.0.1");
    meshes.commit(mesh(90).at(1));
    publisher.of(FRONT);
    assertEquals(List.of(), publisher.groups());
    var watch = publisher.watch(FRONT, () -> {});
    assertEquals(1, publisher.groups().size());
    watch.close();
    watch.close();
    assertEquals(List.of(), publisher.groups());
  }

  private SnapshotPublisher publisher() {
    return new SnapshotPublisher(
        meshes, table, new Translator(AddressFamilies.BOTH, CertificateFiles.NONE));
  }

  private void restartWaitingFor(String agent) {
    publisher.close();
    table = new EndpointTable(clock, Set.of(agent));
    publisher = publisher();
  }

  private void listMap(String... instances) {
    table.connected("a", 1);
    table.apply(Reports.full("a", 1).lists("map", 1, instances).now());
  }

  private void giveUp() {
    clock.pass(EndpointTable.PATIENCE);
    table.expire();
  }

  private void awaitProblem(String text) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (publisher.groups().stream()
        .noneMatch(group -> group.problems().stream().anyMatch(p -> p.contains(text)))) {
      assertTrue(
          System.nanoTime() < end,
          () -> "no such problem: " + publisher.groups().getFirst().problems());
      Thread.onSpinWait();
    }
  }

  private static MeshBuilder dnsOnly() {
    return mesh(90).route("color", "split", OptionalInt.empty(), "/", to("dns", 1));
  }

  private static MeshBuilder mesh(int weight) {
    return new MeshBuilder("demo")
        .node("front", http(8080), dns("front.local"), "color")
        .node("back", http(8080), dns("back.local"))
        .node("dns", http(9080), dns("color.local"))
        .node("map", http(9080), cloudMap("map", Map.of()))
        .router("color", new PortMapping(80, Protocol.HTTP))
        .route("color", "split", OptionalInt.empty(), "/", to("dns", weight), to("map", 10))
        .serviceByRouter("color", "color");
  }

  private static Snapshot ready(Answer answer) {
    return assertInstanceOf(Answer.Ready.class, answer).snapshot();
  }

  private static Map<String, String> versions(Answer answer, XdsType type) {
    return versions(ready(answer), type);
  }

  private static Map<String, String> versions(Snapshot snapshot, XdsType type) {
    var versions = new TreeMap<String, String>();
    snapshot.of(type).forEach((name, resource) -> versions.put(name, resource.version()));
    return versions;
  }
}
