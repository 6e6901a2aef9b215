package dev.pillion.agent.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.pillion.delta.TypeStatus;
import dev.pillion.delta.VersionedResource;
import dev.pillion.delta.XdsType;
import io.grpc.Metadata;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the Envoys of a host are served while the server is there.
final class CachingRelaysTest {
  @TempDir private Path directory;

  private static String header(Metadata call, String name) {
    String value = call.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
    return value == null ? "" : value;
  }

  @Test
  void theEnvoysOfAGroupShareOneStreamUnderTheGroupsName() {
    var forged = new Metadata();
    forged.put(
        Metadata.Key.of("pillion-node", Metadata.ASCII_STRING_MARSHALLER), "mesh/x/virtualNode/y");
    try (var server = new MeshServer(0).serves(1, "a", "b");
        var rig = new RelayRig(directory, server.port());
        var one = new TaskEnvoy(rig.task("t1"), forged);
        var two = new TaskEnvoy(rig.task("t2"))) {
      one.awaitClusters("a", "b");
      two.awaitClusters("a", "b");
      assertEquals(1, server.calls().size());
      assertEquals(
          "mesh/demo/virtualNode/front", header(server.calls().getFirst(), "pillion-node"));
      assertEquals("", header(server.calls().getFirst(), "pillion-task"));
      Await.until("both are known", () -> rig.proxies().size() == 2);
      assertEquals(
          List.of("mesh/demo/virtualNode/front/t1", "mesh/demo/virtualNode/front/t2"),
          rig.proxies().stream().map(ServedProxy::nodeId).sorted().toList());
      assertEquals(
          header(server.calls().getFirst(), "pillion-relay"), rig.proxies().getFirst().relay());
      assertEquals("1.40.0", rig.proxies().getFirst().envoyVersion());
    }
  }

  @Test
  void aChangeReachesEveryTaskUnderTheServersVersions() {
    try (var server = new MeshServer(0).serves(1, "a");
        var rig = new RelayRig(directory, server.port());
        var one = new TaskEnvoy(rig.task("t1"));
        var two = new TaskEnvoy(rig.task("t2"))) {
      one.awaitClusters("a");
      two.awaitClusters("a");
      String before = one.version(XdsType.EDS, "a");
      server.serves(1, 81, "a");
      Await.until(
          "new endpoints at both",
          () ->
              !one.version(XdsType.EDS, "a").equals(before)
                  && one.version(XdsType.EDS, "a").equals(two.version(XdsType.EDS, "a")));
      server.serves(2, 81, "a", "b");
      one.awaitClusters("a", "b");
      two.awaitClusters("a", "b");
      server.serves(3, 81, "b");
      one.awaitClusters("b");
      two.awaitClusters("b");
    }
  }

  @Test
  void itIsKnownWhichResponsesAnEnvoyHasAccepted() {
    try (var server = new MeshServer(0).serves(1, "a");
        var rig = new RelayRig(directory, server.port());
        var envoy = new TaskEnvoy(rig.task("t1"))) {
      envoy.awaitClusters("a");
      // Clusters, endpoints, listeners.
      Await.until(
          "all accepted", () -> rig.proxies().stream().anyMatch(proxy -> proxy.accepted() == 3));
      server.serves(1, 81, "a");
      Await.until(
          "the new endpoints too",
          () -> rig.proxies().stream().anyMatch(proxy -> proxy.accepted() == 4));
    }
  }

  @Test
  void aRefusalIsKnownWithResourceAndReasonAndTheRestIsServed() {
    try (var server = new MeshServer(0).serves(1, "a");
        var rig = new RelayRig(directory, server.port());
        var envoy = new TaskEnvoy(rig.task("t1")).refuses("bad")) {
      envoy.awaitClusters("a");
      server.serves(2, "a", "b", "bad");
      envoy.awaitClusters("a", "b");
      Await.until("the refusal", () -> rig.proxies().stream().anyMatch(CachingRelaysTest::refuses));
      assertEquals(0, rig.proxies().getFirst().accepted());
      server.serves(3, "a", "b");
      Await.until(
          "nothing refused any more",
          () -> rig.proxies().stream().allMatch(proxy -> proxy.accepted() > 0));
    }
  }

  private static boolean refuses(ServedProxy proxy) {
    return proxy.types().stream()
        .flatMap(type -> type.rejections().stream())
        .anyMatch(rejection ->
            rejection.error().equals("bad")
                && rejection.resources().stream()
                    .map(VersionedResource::name)
                    .toList()
                    .equals(List.of("bad")));
  }

  @Test
  void anEnvoyThatGoesIsForgottenAndTheLastOfAGroupEndsItsStream() {
    try (var server = new MeshServer(0).serves(1, "a");
        var rig = new RelayRig(directory, server.port())) {
      try (var envoy = new TaskEnvoy(rig.task("t1"))) {
        envoy.awaitClusters("a");
        Await.until("known", () -> rig.proxies().size() == 1);
      }
      Await.until("forgotten", () -> rig.proxies().isEmpty());
      rig.relays().close("t1");
      try (var envoy = new TaskEnvoy(rig.task("t2"))) {
        envoy.awaitClusters("a");
        assertEquals(2, server.calls().size());
      }
    }
  }

  @Test
  void aRestartOfTheServerIsUnseenByEnvoys() {
    try (var server = new MeshServer(0).serves(1, "a")) {
      int port = server.port();
      try (var rig = new RelayRig(directory, port);
          var envoy = new TaskEnvoy(rig.task("t1"))) {
        envoy.awaitClusters("a");
        server.goes();
        try (var again = new MeshServer(port).serves(2, "a", "b")) {
          envoy.awaitClusters("a", "b");
          assertEquals(1, again.calls().size());
          assertFalse(envoy.ended());
          Await.until(
              "all of it accepted",
              () ->
                  rig.proxies().stream()
                      .allMatch(proxy ->
                          proxy.accepted() > 0
                              && proxy.types().stream().allMatch(TypeStatus::inSync)));
        }
      }
    }
  }

  @Test
  void aServerThatComesBackWithNothingNewLearnsOfTheNewStream() {
    try (var server = new MeshServer(0).serves(1, "a")) {
      int port = server.port();
      try (var rig = new RelayRig(directory, port);
          var envoy = new TaskEnvoy(rig.task("t1"))) {
        envoy.awaitClusters("a");
        server.goes();
        try (var again = new MeshServer(port).serves(1, "a")) {
          Await.until(
              "the new stream's name",
              () ->
                  !again.calls().isEmpty()
                      && rig.proxies().stream()
                          .allMatch(proxy ->
                              proxy
                                  .relay()
                                  .equals(header(again.calls().getLast(), "pillion-relay"))));
        }
      }
    }
  }
}
