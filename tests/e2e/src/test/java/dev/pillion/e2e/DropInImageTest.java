package dev.pillion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.v1.TaskStatus;
import dev.pillion.agent.v1.TaskStatus.State;
import dev.pillion.localecs.RunningTask;
import dev.pillion.localecs.TaskDefinition;
import dev.pillion.rig.Rig;
import dev.pillion.rig.Wait;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/// App Mesh's task definitions with the drop-in image, on a host that Pillion's agent watches, by a
/// server that asks its clients who they are.
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
final class DropInImageTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int CALLS = 40;
  // As its task definition names it.
  private static final String FRONT =
      "arn:aws:appmesh:us-east-1:123456789012:mesh/shop/virtualNode/front";

  @RegisterExtension final Stage stage = new Stage();

  private @Nullable DropInTasks tasks;
  private @Nullable RunningTask white;
  private @Nullable RunningTask front;

  @BeforeAll
  void startTasks() {
    var begun = DropInTasks.start(stage.rig());
    tasks = begun;
    RunningTask colour = begun.white();
    white = colour;
    front =
        begun.front(
            colour,
            envoy ->
                envoy
                    .env("APPMESH_METRIC_EXTENSION_VERSION", "1")
                    .env("ENABLE_ENVOY_JAEGER_TRACING", "1"));
  }

  @Test
  @Order(1)
  void trafficGoesThroughBothEnvoys() {
    awaitWhite(front(), Stage.URL);
    long egress =
        DropInTasks.sum(front(), "cluster\\.cds_egress_shop_white_http_8080.upstream_rq_total");
    long ingress = DropInTasks.sum(white(), "http\\.ingress.*\\.downstream_rq_total");

    assertEquals(Map.of("white", CALLS), rig().ask(front(), CALLS, Stage.URL));

    assertEquals(
        CALLS,
        DropInTasks.sum(front(), "cluster\\.cds_egress_shop_white_http_8080.upstream_rq_total")
            - egress);
    assertEquals(
        CALLS, DropInTasks.sum(white(), "http\\.ingress.*\\.downstream_rq_total") - ingress);
  }

  @Test
  @Order(2)
  void theServerShowsBothInSyncAndHasTurnedNobodyAway() {
    awaitInSync(FRONT);
    awaitInSync("mesh/shop/virtualNode/white");
    assertFalse(tasks().server().status().contains("turned away"), tasks().server()::written);
  }

  @Test
  @Order(3)
  void theHealthChecksAndTheAgentsPagesAnswer() {
    assertEquals("healthy", front().health("envoy"));
    assertEquals("healthy", white().health("envoy"));
    assertEquals("LIVE", DropInTasks.page(front(), "9901/ready").strip());
    assertTrue(DropInTasks.page(front(), "9902/status").contains("\"HEALTHY\""));
    assertTrue(
        DropInTasks.page(front(), "9902/stats/prometheus?usedonly")
            .contains("envoy_cluster_upstream_rq_total"));
    assertEquals(0, front().exec("envoy", "agent", "-envoyReadiness").exitCode());
    DropInTasks.page(front(), "9902/enableLogging?level=debug", "-X", "POST");
    String printed = front().exec("envoy", "agent", "--print").output();
    assertTrue(printed.contains("/usr/local/bin/envoy -c "), printed);
    assertTrue(printed.contains("\"" + FRONT + "\""), printed);
  }

  @Test
  @Order(4)
  void theMetricsExtensionCountsAndSpansReachTheTracer() {
    // A collector in the task takes one report of Envoy's.
    front().exec("app", "sh", "-c", "nc -l -p 9411 </dev/null >/run/spans 2>/dev/null &");
    Wait.until(
        "spans",
        LIMIT,
        () -> {
          rig().ask(front(), CALLS, Stage.URL);
          return front().exec("app", "cat", "/run/spans").output().contains("POST /api/v2/spans ");
        });
    String metrics = DropInTasks.page(front(), "9901/stats/prometheus");
    assertTrue(
        metrics
            .lines()
            .anyMatch(line ->
                line.startsWith("envoy_appmesh_RequestCountPerTarget{")
                    && line.contains("TargetVirtualNode=\"white\"")
                    && line.contains("TargetVirtualService=\"colorteller.demo.local\"")),
        metrics);
  }

  @Test
  @Order(5)
  void theHostsAgentLeavesThemAloneAndSaysWhy() {
    assertLeftAlone(front(), State.SKIPPED, "not-opted-in");

    RunningTask labelled =
        tasks().front(white(), envoy -> envoy.label("pillion.virtual-node", "demo/front"));
    assertLeftAlone(labelled, State.REFUSED, "proxy-configuration");
    awaitWhite(labelled, Stage.URL);
    labelled.stop();

    // Without the task definition it sees the rules.
    rig().agent().stop();
    rig().agent().start(AgentWithoutAwsTest.withoutAws(""));
    RunningTask seen =
        tasks()
            .front(
                white(),
                envoy ->
                    envoy
                        .label("pillion.virtual-node", "demo/front")
                        .label("pillion.envoy-log-level", "debug"));
    assertLeftAlone(seen, State.REFUSED, "foreign-redirect");
    awaitWhite(seen, Stage.URL);
    seen.stop();
  }

  private void assertLeftAlone(RunningTask task, State state, String reason) {
    TaskStatus status = rig().awaitState(task, state, LIMIT);
    assertEquals(reason, status.getReason(), status::toString);
    assertEquals(Optional.empty(), rig().containers().envoy(task));
    assertEquals(Optional.empty(), rig().containers().routeManager(task));
    Rules rules = Rules.of(task.network());
    assertFalse(rules.ours("nft"), rules::toString);
    List<String> lines = rules.lines().getOrDefault("iptables-nft", List.of());
    assertTrue(lines.stream().anyMatch(line -> line.contains("APPMESH_EGRESS")), lines::toString);
  }

  @Test
  @Order(6)
  void aVirtualGatewayTakesCallersFromOutside() {
    RunningTask edge = tasks().edge(white());
    RunningTask caller = caller();
    String url = "http://%s/".formatted(edge.ipv4());
    awaitWhite(caller, url);
    assertEquals(Map.of("white", CALLS), rig().ask(caller, CALLS, url));
    awaitInSync("mesh/shop/virtualGateway/edge");
    Wait.until("a good health check", LIMIT, () -> edge.health("envoy").equals("healthy"));
    edge.stop();
    assertEquals(0, edge.exitCode("envoy"), () -> edge.logs("envoy"));
  }

  @Test
  @Order(7)
  void onSigtermWhatIsUnderWayIsAnsweredFirst() {
    RunningTask drained = tasks().white();
    RunningTask caller = caller();
    String slow = "http://%s:8080/cgi-bin/slow".formatted(drained.ipv4());
    caller.exec("app", "sh", "-c", "wget -q -O - " + slow + " >/run/slow 2>&1 </dev/null &");
    Wait.until(
        "the slow call",
        LIMIT,
        () -> DropInTasks.sum(drained, "http\\.ingress.*\\.downstream_rq_active") == 1);

    drained.kill("envoy", "TERM");

    Wait.until(
        "its answer",
        LIMIT,
        () -> caller.exec("app", "cat", "/run/slow").output().equals("slow\n"),
        () -> caller.exec("app", "cat", "/run/slow").output() + drained.logs("envoy"));
    Wait.until("the end", LIMIT, () -> !drained.isRunning("envoy"));
    assertEquals(0, drained.exitCode("envoy"), () -> drained.logs("envoy"));
    assertTrue(drained.logs("envoy").contains("state=draining for=5s"));
    drained.stop();
  }

  @Test
  @Order(8)
  void aDefinitionThatWasMigratedAndInjectedCarriesTraffic() {
    RunningTask rewritten = tasks().rewrittenFront(white());
    awaitWhite(rewritten, Stage.URL);
    String egress = "cluster\\.cds_egress_shop_white_http_8080.upstream_rq_total";
    long before = DropInTasks.sum(rewritten, egress);
    assertEquals(Map.of("white", CALLS), rig().ask(rewritten, CALLS, Stage.URL));
    assertEquals(CALLS, DropInTasks.sum(rewritten, egress) - before);
    assertLeftAlone(rewritten, State.SKIPPED, "not-opted-in");
    rewritten.stop();
  }

  /// A task outside the mesh.
  private RunningTask caller() {
    return rig().ecs().task(TaskDefinition.of("caller", Idle.app()));
  }

  private void awaitWhite(RunningTask task, String url) {
    Wait.until(
        "an answer of white's",
        LIMIT,
        () -> rig().ask(task, 1, url).containsKey("white"),
        () ->
            tasks().server().status()
                + (task.containers().containsKey("envoy") ? task.logs("envoy") : ""));
  }

  private void awaitInSync(String nodeId) {
    Wait.until(
        nodeId + " in sync",
        LIMIT,
        () ->
            tasks()
                .server()
                .status()
                .lines()
                .anyMatch(line -> line.startsWith(nodeId + " ") && line.contains(" in sync ")),
        () -> tasks().server().status());
  }

  private DropInTasks tasks() {
    return Objects.requireNonNull(tasks);
  }

  private RunningTask white() {
    return Objects.requireNonNull(white);
  }

  private RunningTask front() {
    return Objects.requireNonNull(front);
  }

  private Rig rig() {
    return stage.rig();
  }
}
