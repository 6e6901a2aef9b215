package dev.pillion.agent.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.link.Eventually;
import dev.pillion.agent.relay.EnvoyBinary;
import dev.pillion.inject.envoy.Bootstrap;
import dev.pillion.inject.envoy.ProxyIdentity;
import dev.pillion.mesh.model.ProxyGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two Envoys with the bootstrap that tasks get, and a third that stands still, on one page.
final class RealEnvoysTest {
  private static final ProxyGroup EDGE =
      new ProxyGroup("demo", ProxyGroup.Kind.VIRTUAL_GATEWAY, "edge");
  private static final InetSocketAddress ANY_PORT =
      InetSocketAddress.createUnresolved("127.0.0.1", 0);

  @TempDir private Path folder;

  private record RunningEnvoy(Path socket, Process process) implements AutoCloseable {
    static RunningEnvoy start(Path folder, String task, ProxyGroup group) throws IOException {
      Path directory = Files.createDirectories(folder.resolve(task));
      var arn = "arn:aws:ecs:eu-west-1:1:task/demo/" + task;
      var process =
          EnvoyBinary.start(new ProxyIdentity(group, arn, "front", "3", "shop"), directory);
      return new RunningEnvoy(directory.resolve(Bootstrap.ADMIN_SOCKET), process);
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }

  private Sources sources() {
    return new Sources(
        "1.0",
        "host-1",
        "queue",
        Map::of,
        () ->
            List.of(
                Reports.released("t1").report(),
                Reports.released("t2").of(EDGE).report(),
                Reports.released("t3").report()),
        List::of,
        Optional::empty,
        task -> folder.resolve(task).resolve(Bootstrap.ADMIN_SOCKET),
        new Ledger());
  }

  @Test
  void theMetricsOfAllAreOneValidPageWithTheirTasksLabels() throws Exception {
    try (var one = RunningEnvoy.start(folder, "t1", Reports.FRONT);
        var two = RunningEnvoy.start(folder, "t2", EDGE);
        var _ = silent();
        var server = MetricsServer.open(ANY_PORT, folder, sources()).orElseThrow();
        var scraper = new Scraper(server.address())) {
      Eventually.holds(
          "both have admin sockets",
          () -> Files.exists(one.socket()) && Files.exists(two.socket()));
      StrictPage page = page(scraper);
      assertEquals("counter", page.types().get("envoy_cluster_upstream_cx_total"));
      assertEquals("histogram", page.types().get("envoy_server_initialization_time_ms"));
      page.values().keySet().stream()
          .filter(series -> series.name().startsWith("envoy_"))
          .forEach(RealEnvoysTest::assertLabelled);
      assertEquals(Set.of("t1", "t2"), tasksOf(page, "envoy_server_live"));
      assertEquals(Set.of("t1", "t2"), tasksOf(page, "envoy_cluster_upstream_cx_total"));
      assertEquals(Map.of("t1", 1.0, "t2", 1.0, "t3", 0.0), up(page));
      assertFewerWhenUsedOnly(page, StrictPage.read(scraper.page("?usedonly")));
    }
  }

  /// Until both have begun to answer.
  private static StrictPage page(Scraper scraper) throws Exception {
    var last = new StrictPage[1];
    Eventually.holds(
        "both answer",
        () -> {
          try {
            last[0] = StrictPage.read(scraper.page());
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return tasksOf(last[0], "envoy_server_live").size() == 2;
        });
    return last[0];
  }

  private AdminStandIn silent() throws IOException {
    Path directory = Files.createDirectories(folder.resolve("t3"));
    return AdminStandIn.silent(directory.resolve(Bootstrap.ADMIN_SOCKET));
  }

  private static void assertLabelled(StrictPage.Series series) {
    Map<String, String> labels = series.labels();
    boolean first = "t1".equals(labels.get("ecs_task_id"));
    String kind = first ? "appmesh_virtual_node" : "appmesh_virtual_gateway";
    assertEquals("demo", labels.get("appmesh_mesh"), series.toString());
    assertEquals(first ? "front" : "edge", labels.get(kind), series.toString());
    assertEquals("shop", labels.get("ecs_cluster"), series.toString());
    assertEquals("front", labels.get("ecs_task_definition_family"), series.toString());
    assertEquals("3", labels.get("ecs_task_definition_revision"), series.toString());
    assertTrue(first || "t2".equals(labels.get("ecs_task_id")), series.toString());
  }

  private static Set<String> tasksOf(StrictPage page, String metric) {
    return page.values().keySet().stream()
        .filter(series -> series.name().equals(metric))
        .map(series -> series.labels().getOrDefault("ecs_task_id", ""))
        .collect(Collectors.toSet());
  }

  private static Map<String, Double> up(StrictPage page) {
    return page.values().entrySet().stream()
        .filter(value -> value.getKey().name().equals("pillion_task_envoy_up"))
        .collect(
            Collectors.toMap(
                value -> value.getKey().labels().getOrDefault("ecs_task_id", ""),
                Map.Entry::getValue));
  }

  private static void assertFewerWhenUsedOnly(StrictPage all, StrictPage used) {
    assertTrue(used.values().size() < all.values().size());
    assertFalse(used.values().isEmpty());
  }
}
