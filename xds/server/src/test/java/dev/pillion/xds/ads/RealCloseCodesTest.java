package dev.pillion.xds.ads;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.ports.FreePorts;
import dev.pillion.xds.snapshot.ProxyResources.Answer;
import io.envoyproxy.envoy.config.core.v3.ApiConfigSource.ApiType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a real Envoy makes of the ends of its stream.
final class RealCloseCodesTest {
  private static final String FRONT = "mesh/demo/virtualNode/front";

  @TempDir private Path directory;

  @Test
  void itsLogSaysWhyItIsTurnedAwayAndItIsServedOnceItsVirtualNodeIsThere() throws Exception {
    var resources = new TestResources(ProxyGroup.virtualNode("demo", "front"));
    resources.answer(new Answer.Unknown("mesh demo has no virtual node front; create it"));
    try (var server = new TestServer(0, resources);
        var envoy = new EnvoyProcess(directory, FRONT, server.port())) {
      Await.until(
          "told so",
          () -> envoy.log().contains("closed: 3, mesh demo has no virtual node front; create it"),
          envoy::log);
      assertEquals(3, server.proxies().refused().getFirst().code());
      resources.publish(new EnvoyConfig().cluster("a", 1, 9));
      Await.until("served", () -> envoy.hasCluster("a"), envoy::log);
      assertEquals(0, server.proxies().refused().size());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ApiType.class,
      names = {"DELTA_GRPC", "GRPC"})
  void aPlannedEndLosesNoRequestAndIsNoWarning(ApiType api) throws Exception {
    var resources = new TestResources(ProxyGroup.virtualNode("demo", "front"));
    var rules = new AdsRules(10, Duration.ofMillis(300), Optional.empty());
    try (var blue = new Backend("blue");
        var server = new TestServer(0, resources, rules);
        var envoy = new EnvoyProcess(directory, FRONT, server.port(), api)) {
      int port = FreePorts.next();
      resources.publish(
          new EnvoyConfig()
              .listener("egress", port, "table")
              .cluster("a", 1, blue.port())
              .routes("table", "a"));
      Await.until("served", () -> envoy.admin("/listeners").contains("egress"), envoy::log);
      try (var load = new Load(port)) {
        long before = envoy.stat("cluster.xds.upstream_rq_total");
        Await.until(
            "five streams",
            () -> envoy.stat("cluster.xds.upstream_rq_total") >= before + 5,
            envoy::log);
        assertEquals(List.of(), load.stop());
      }
      assertEquals(-1, envoy.log().indexOf("gRPC config stream to xds closed"), envoy.log());
    }
  }
}
