package dev.pillion.xds.ads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.delta.TypeStatus;
import dev.pillion.delta.Verdict;
import dev.pillion.delta.XdsType;
import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.ports.FreePorts;
import dev.pillion.xds.snapshot.ProxyResources.Answer;
import io.envoyproxy.envoy.config.core.v3.ApiConfigSource.ApiType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The service against Envoy itself, of the version that the project names, in both dialects.
@ParameterizedClass
@EnumSource(names = {"DELTA_GRPC", "GRPC"})
final class RealEnvoyTest {
  private static final Logger LOG = LoggerFactory.getLogger(RealEnvoyTest.class);
  private static final String NODE = "mesh/demo/virtualNode/front/i-1";
  private static final int SWITCHES = 200;

  private final ApiType api;

  private final TestResources resources =
      new TestResources(ProxyGroup.virtualNode("demo", "front"));
  private Backend blue;
  private Backend green;
  private TestServer server;
  private EnvoyProcess envoy;
  private int port;

  RealEnvoyTest(ApiType api) {
    this.api = api;
  }

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    blue = new Backend("blue");
    green = new Backend("green");
    server = new TestServer(0, resources);
    port = FreePorts.next();
    envoy = new EnvoyProcess(directory, NODE, server.port(), api);
  }

  @AfterEach
  void stop() {
    envoy.close();
    server.close();
    blue.close();
    green.close();
  }

  @Test
  void requestsReachTheirClusterAndFollowItsEndpoints() throws Exception {
    publish(served().cluster("a", 1, blue.port()).routes("table", "a"));
    assertEquals("blue", get());
    long clusterUpdates = envoy.stat("cluster_manager.cds.update_success");
    publish(served().cluster("a", 1, green.port()).routes("table", "a"));
    Await.until("green", () -> get().equals("green"), envoy::log);
    assertEquals(clusterUpdates, envoy.stat("cluster_manager.cds.update_success"));
  }

  @Test
  void noRequestFailsWhileTheWholeMeshIsReplacedAgainAndAgain() throws Exception {
    publish(
        served()
            .cluster("c0", 1, blue.port())
            .cluster("fixed", 1, blue.port())
            .routes("table", "c0", "fixed"));
    var load = new Load(port);
    try (load) {
      for (int i = 1; i <= SWITCHES; i++) {
        String next = "c" + i % 5;
        int backend = i % 2 == 0 ? blue.port() : green.port();
        publish(
            served()
                .cluster(next, 1, backend)
                // Changes in place: its endpoints must follow for it to become warm.
                .cluster("fixed", 1 + i % 3, backend)
                .routes("table", next, "fixed"));
      }
      List<String> failures = load.stop();
      LOG.info("switches={} served={} failed={}", SWITCHES, load.served(), failures.size());
      assertEquals(List.of(), failures);
      assertTrue(load.served() > SWITCHES, () -> "only " + load.served() + " requests");
    }
    assertEquals(0, envoy.stat("cluster_manager.warming_clusters"));
  }

  @Test
  void noRequestFailsWhileChangesOvertakeEachOther() throws Exception {
    publish(served().cluster("c0", 1, blue.port()).routes("table", "c0"));
    try (var load = new Load(port)) {
      for (int i = 1; i <= SWITCHES; i++) {
        String next = "c" + i % 5;
        resources.publish(served().cluster(next, 1 + i % 3, blue.port()).routes("table", next));
        if (i % 10 == 0) {
          Await.until("in sync", this::inSync, this::state);
        }
      }
      assertEquals(List.of(), load.stop());
    }
  }

  @Test
  void aChangedClusterIsWarmAtOnce() throws Exception {
    publish(served().cluster("a", 1, blue.port()).routes("table", "a"));
    var before = Instant.now();
    publish(served().cluster("a", 2, blue.port()).routes("table", "a"));
    Duration took = Duration.between(before, Instant.now());
    assertTrue(took.compareTo(Duration.ofSeconds(4)) < 0, () -> "took " + took);
  }

  @Test
  void aRestartedServerRemovesWhatWentAwayMeanwhile() throws Exception {
    publish(
        served()
            .cluster("a", 1, blue.port())
            .cluster("second", 1, green.port())
            .routes("table", "a", "second"));
    assertTrue(envoy.hasCluster("second"));
    try (var load = new Load(port)) {
      restart(
          new Answer.Ready(
              served().cluster("a", 1, blue.port()).routes("table", "a").snapshot(99)));
      Await.until("in sync", this::inSync, this::state);
      // A server of the state of the world is not told what Envoy still has, and cannot keep it.
      assertEquals(List.of(), delta() ? load.stop() : List.of());
    }
    Await.until(
        "second is gone", () -> !envoy.hasCluster("second"), () -> envoy.admin("/clusters"));
    assertTrue(envoy.hasCluster("a"));
    assertEquals("blue", get());
  }

  @Test
  void aRestartedServerThatIsNotReadyTakesNothingAway() throws Exception {
    EnvoyConfig config = served().cluster("a", 1, blue.port()).routes("table", "a");
    publish(config);
    try (var load = new Load(port)) {
      restart(new Answer.NotYet("agents have not reported"));
      Await.until("back with all types", () -> types().size() == 4, this::state);
      assertTrue(types().stream().allMatch(type -> type.sent().isEmpty()), this::state);
      assertEquals("blue", get());
      publish(config);
      // A server of the state of the world is not told what Envoy still has, and sends all.
      assertEquals(delta(), types().stream().allMatch(type -> type.sent().isEmpty()), this::state);
      assertEquals(List.of(), load.stop());
    }
  }

  @Test
  void anInvalidClusterIsNamedAndItsNeighboursAreServed() throws Exception {
    resources.publish(
        served()
            .invalidCluster("bad")
            .cluster("a", 1, blue.port())
            .cluster("z", 1, green.port())
            .routes("table", "a", "z"));
    Await.until("named", () -> rejected(XdsType.CDS).equals(Set.of("bad")), this::state);
    Await.until("served", () -> serves("blue") && serves("green"), envoy::log);
    // The whole once, the bad one once more by itself or in each half, and never again.
    int refused = delta() ? 2 : 3;
    assertEquals(refused, envoy.stat("cluster_manager.cds.update_rejected"));

    publish(served().cluster("a", 1, blue.port()).routes("table", "a"));
    assertEquals(refused, envoy.stat("cluster_manager.cds.update_rejected"));
    assertEquals(Set.of(), rejected(XdsType.CDS));
    assertTrue(!envoy.hasCluster("z"));
  }

  @Test
  void anInvalidRouteTableLeavesTheOthersServed() throws Exception {
    int other = FreePorts.next();
    resources.publish(
        served()
            .listener("other", other, "broken")
            .cluster("a", 1, blue.port())
            .routes("table", "a")
            .invalidRoutes("broken", "a"));
    Await.until("named", () -> rejected(XdsType.RDS).equals(Set.of("broken")), this::state);
    Await.until("served", () -> serves("blue"), envoy::log);
  }

  private boolean delta() {
    return api == ApiType.DELTA_GRPC;
  }

  private EnvoyConfig served() {
    return new EnvoyConfig().listener("egress", port, "table");
  }

  private void publish(EnvoyConfig config) throws Exception {
    resources.publish(config);
    Await.until("in sync", this::inSync, this::state);
  }

  private void restart(Answer answer) throws Exception {
    int xds = server.port();
    server.close();
    resources.answer(answer);
    server = new TestServer(xds, resources);
  }

  private boolean inSync() {
    Optional<ProxyStatus> proxy = proxy();
    return proxy.isPresent() && proxy.get().inSync() && proxy.get().types().size() == 4;
  }

  private Optional<ProxyStatus> proxy() {
    return server.proxies().statuses().stream().findFirst();
  }

  private List<TypeStatus> types() {
    return proxy().map(ProxyStatus::types).orElse(List.of());
  }

  private Set<String> rejected(XdsType type) {
    return types().stream()
        .filter(status -> status.type() == type)
        .flatMap(status -> status.rejection().stream())
        .findFirst()
        .map(Verdict.Rejected::versions)
        .map(versions -> Set.copyOf(versions.keySet()))
        .orElse(Set.of());
  }

  private String state() {
    return server.proxies().statuses().toString();
  }

  private boolean serves(String backend) throws Exception {
    return get().equals(backend);
  }

  private String get() throws Exception {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return e.toString();
    }
  }
}
