package dev.pillion.xds.ads;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pillion.delta.TypeStatus;
import dev.pillion.delta.XdsType;
import dev.pillion.mesh.model.ProxyGroup;
import io.envoyproxy.envoy.config.core.v3.ApiConfigSource.ApiType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Two Envoys of one group, and a resource that the first refuses.
final class RealQuarantineTest {
  private static final String ONE = "mesh/demo/virtualNode/front/1";
  private static final String TWO = "mesh/demo/virtualNode/front/2";

  @TempDir private Path directory;

  private final TestResources resources =
      new TestResources(ProxyGroup.virtualNode("demo", "front"));
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(0, resources);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = ApiType.class,
      names = {"DELTA_GRPC", "GRPC"})
  void aNewEnvoyIsGivenTheLastGoodOneAndTheRest(ApiType api) throws Exception {
    resources.publish(new EnvoyConfig().cluster("a", 1, 9).cluster("b", 1, 9));
    try (var _ = new EnvoyProcess(folder("one"), ONE, server.port(), api)) {
      Await.until("one in sync", () -> proxy(ONE).inSync(), this::state);
      resources.publish(new EnvoyConfig().invalidCluster("a").cluster("b", 2, 9));
      Await.until("one refuses", () -> !rejections(ONE).isEmpty(), this::state);
      try (var two = new EnvoyProcess(folder("two"), TWO, server.port(), api)) {
        Await.until("two has both", () -> two.hasCluster("a") && two.hasCluster("b"), two::log);
        Await.until("two took all", () -> allAccepted(TWO), this::state);
        assertEquals(0, two.stat("cluster_manager.cds.update_rejected"));
        assertEquals(List.of("a"), proxy(TWO).keptBack().stream().map(KeptBack::name).toList());
        assertEquals(List.of(ONE), proxy(TWO).keptBack().getFirst().by());
        assertEquals(List.of(), proxy(ONE).keptBack());

        resources.publish(new EnvoyConfig().cluster("a", 3, 9).cluster("b", 2, 9));
        Await.until("both in sync", () -> proxy(ONE).inSync() && proxy(TWO).inSync(), this::state);
        assertEquals(List.of(), rejections(ONE));
      }
    }
  }

  private Path folder(String name) throws Exception {
    return Files.createDirectories(directory.resolve(name));
  }

  private boolean allAccepted(String nodeId) {
    return proxy(nodeId).types().size() == 3
        && proxy(nodeId).types().stream().allMatch(TypeStatus::inSync);
  }

  private List<String> rejections(String nodeId) {
    return proxy(nodeId).types().stream()
        .filter(type -> type.type() == XdsType.CDS)
        .flatMap(type -> type.rejections().stream())
        .flatMap(rejected -> rejected.versions().keySet().stream())
        .toList();
  }

  private ProxyStatus proxy(String nodeId) {
    return server.proxies().statuses().stream()
        .filter(proxy -> proxy.nodeId().equals(nodeId))
        .findFirst()
        .orElse(
            new ProxyStatus(
                nodeId,
                "",
                ProxyGroup.virtualNode("demo", "front"),
                Instant.EPOCH,
                "",
                "",
                List.of(),
                false,
                List.of(),
                "not connected"));
  }

  private String state() {
    return server.proxies().statuses().toString();
  }
}
