package dev.pillion.agent.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.gate.GateState;
import dev.pillion.agent.link.LinkState;
import dev.pillion.agent.reconcile.EnvoyEnds;
import dev.pillion.agent.reconcile.Note;
import dev.pillion.agent.reconcile.Standing;
import dev.pillion.agent.reconcile.TaskReport;
import dev.pillion.agent.relay.ServedProxy;
import dev.pillion.agent.relay.Source;
import dev.pillion.delta.TypeStatus;
import dev.pillion.delta.XdsType;
import dev.pillion.inject.plan.Reason;
import dev.pillion.mesh.model.ProxyGroup;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an agent tells Prometheus, and that docs/metrics.md tells of all of it.
final class MetricsServerTest {
  private static final String BEGIN = "<!-- agent metrics: written from an agent's own -->\n";
  private static final String END = "<!-- end of agent metrics -->";
  private static final Path PAGE = Path.of("../docs/metrics.md");
  private static final InetSocketAddress ANY_PORT =
      InetSocketAddress.createUnresolved("127.0.0.1", 0);
  private static final String ENVOY =
      AdminStandIn.ok(
          "# TYPE envoy_up gauge\nenvoy_up{appmesh_mesh=\"demo\",appmesh_virtual_node=\"front\"} 1\n");

  @TempDir private Path folder;
  private final Ledger ledger = new Ledger();
  private final AtomicBoolean broken = new AtomicBoolean();
  private AdminStandIn envoy;
  private MetricsServer server;
  private Scraper scraper;

  @BeforeEach
  void open() throws IOException {
    envoy = AdminStandIn.says(folder.resolve("t1"), ENVOY);
    server = MetricsServer.open(ANY_PORT, folder, sources()).orElseThrow();
    scraper = new Scraper(server.address());
  }

  @AfterEach
  void close() throws IOException {
    scraper.close();
    server.close();
    envoy.close();
  }

  private Sources sources() {
    return new Sources(
        "1.0",
        "host-1",
        "queue",
        () ->
            Map.of(
                "server", new LinkState("mesh:1", true, Instant.EPOCH, "", ""),
                "docker", new LinkState("unix:///d", false, Instant.EPOCH, "refused", "start it"),
                "ecs", new LinkState("", false, Instant.EPOCH, "not configured", "")),
        MetricsServerTest::tasks,
        () -> List.of(proxy(true, Source.SERVER), proxy(false, Source.LAST_GOOD)),
        this::gate,
        folder::resolve,
        ledger);
  }

  private Optional<GateState> gate() {
    if (broken.get()) {
      throw new IllegalStateException("broken");
    }
    return Optional.of(new GateState("/gate", true, 1, 2, 7, 3, 4, 5));
  }

  private static List<TaskReport> tasks() {
    var trouble =
        new Standing.Released(
            Optional.of(new Note(Reason.ENVOY_CRASH_LOOP, "it ended", "look at it")));
    return List.of(
        Reports.released("t1")
            .stands(trouble)
            .ended(new EnvoyEnds(3, 1, true))
            .repaired(4)
            .exposed(Duration.ofMillis(250))
            .report(),
        Reports.released("t2")
            .of(new ProxyGroup("demo", ProxyGroup.Kind.VIRTUAL_GATEWAY, "edge"))
            .report(),
        Reports.released("t3")
            .notOptedIn()
            .stands(new Standing.Skipped(new Note(Reason.NOT_OPTED_IN, "no label", "")))
            .report());
  }

  private static ServedProxy proxy(boolean inSync, Source source) {
    var type =
        new TypeStatus(XdsType.CDS, 1, Optional.empty(), Optional.empty(), List.of(), inSync);
    return new ServedProxy(
        "node",
        "arn",
        Reports.FRONT,
        Instant.EPOCH,
        "1.40.0",
        "delta",
        "r",
        1,
        source,
        List.of(type));
  }

  private static String[] t1(String... more) {
    return labels("appmesh_virtual_node", "front", "t1", more);
  }

  private static String[] labels(String kind, String name, String task, String... more) {
    var all =
        new String[] {
          "appmesh_mesh",
          "demo",
          kind,
          name,
          "ecs_cluster",
          "shop",
          "ecs_task_definition_family",
          "front",
          "ecs_task_definition_revision",
          "3",
          "ecs_task_id",
          task
        };
    String[] both = Arrays.copyOf(all, all.length + more.length);
    System.arraycopy(more, 0, both, all.length, more.length);
    return both;
  }

  @Test
  void theAgentItsTasksAndTheirEnvoysAreOnOnePage() throws Exception {
    ledger.take(Optional.empty(), tasks().getFirst());
    StrictPage page = StrictPage.read(scraper.page());
    assertEquals(Optional.of(1.0), page.value("envoy_up", t1()));
    assertEquals(Optional.of(1.0), page.value("pillion_task_envoy_up", t1()));
    String[] edge = labels("appmesh_virtual_gateway", "edge", "t2");
    assertEquals(Optional.of(0.0), page.value("pillion_task_envoy_up", edge));
    assertEquals(Optional.of(0.0), page.value("pillion_task_envoy_crash_loop", edge));
    assertEquals(
        Optional.of(1.0),
        page.value("pillion_task_state", t1("state", "released", "reason", "envoy-crash-loop")));
    assertEquals(
        Optional.of(1.0),
        page.value(
            "pillion_task_info", t1("ecs_task_arn", "arn:aws:ecs:eu-west-1:1:task/demo/t1")));
    assertEquals(Optional.of(3.0), page.value("pillion_task_envoy_ends_total", t1()));
    assertEquals(Optional.of(1.0), page.value("pillion_task_envoy_out_of_memory_total", t1()));
    assertEquals(Optional.of(4.0), page.value("pillion_task_rule_repairs_total", t1()));
    assertEquals(Optional.of(0.25), page.value("pillion_task_exposed_seconds", t1()));
    assertEquals(Optional.of(0.1), page.value("pillion_task_held_after_seconds", t1()));
    assertEquals(Optional.of(0.5), page.value("pillion_task_released_after_seconds", t1()));
    assertEquals(Optional.of(4.0), page.value("pillion_agent_rule_repairs_total"));
    assertEquals(Optional.of(2.0), page.value("pillion_agent_tasks", "state", "released"));
    assertEquals(Optional.of(1.0), page.value("pillion_agent_tasks", "state", "skipped"));
    assertEquals(Optional.of(0.0), page.value("pillion_agent_tasks", "state", "held"));
    assertEquals(Optional.of(1.0), page.value("pillion_agent_link_up", "link", "server"));
    assertEquals(Optional.of(0.0), page.value("pillion_agent_link_up", "link", "docker"));
    assertEquals(Optional.empty(), page.value("pillion_agent_link_up", "link", "ecs"));
    assertEquals(Optional.of(1.0), page.value("pillion_agent_proxies", "state", "in-sync"));
    assertEquals(Optional.of(1.0), page.value("pillion_agent_proxies", "state", "behind"));
    assertEquals(
        Optional.of(1.0), page.value("pillion_agent_proxies_served", "source", "last-good"));
    assertEquals(Optional.of(7.0), page.value("pillion_agent_gate_starts_total"));
    assertEquals(Optional.of(5.0), page.value("pillion_agent_gate_starts_dropped_total"));
    assertTrue(page.value("process_resident_memory_bytes").orElseThrow() > 1e6);
  }

  @Test
  void anEnvoyIsAskedForWhatTheScrapeWants() throws Exception {
    StrictPage.read(scraper.page("?usedonly&filter=%5Ehttp&format=json"));
    assertEquals(
        List.of("GET /stats?format=prometheus&usedonly&filter=%5Ehttp HTTP/1.1"), envoy.asked());
  }

  @Test
  void aPageIsZippedForWhoeverTakesItSo() throws Exception {
    var request = scraper.request("/metrics").header("Accept-Encoding", "gzip");
    var answer = scraper.send(request, BodyHandlers.ofByteArray());
    assertEquals("gzip", answer.headers().firstValue("Content-Encoding").orElseThrow());
    try (var zipped = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
      var page = StrictPage.read(new String(zipped.readAllBytes(), UTF_8));
      assertEquals(Optional.of(1.0), page.value("envoy_up", t1()));
    }
  }

  @Test
  void nothingElseIsAnswered() throws Exception {
    var other = scraper.send(scraper.request("/metric"), BodyHandlers.ofString());
    assertEquals(404, other.statusCode());
    assertEquals("nothing is here; the metrics are at /metrics\n", other.body());
    var post = scraper.request("/metrics").POST(BodyPublishers.noBody());
    assertEquals(405, scraper.send(post, BodyHandlers.ofString()).statusCode());
    var head = scraper.request("/metrics").HEAD();
    assertEquals(200, scraper.send(head, BodyHandlers.ofString()).statusCode());
    assertEquals(List.of(), envoy.asked());
  }

  @Test
  void aPageThatBreaksOffIsSeenToBeNotWhole() {
    broken.set(true);
    assertThrows(IOException.class, scraper::page);
    var zipped = scraper.request("/metrics").header("Accept-Encoding", "gzip");
    assertThrows(IOException.class, () -> scraper.send(zipped, BodyHandlers.ofByteArray()));
  }

  @Test
  void aPortThatIsTakenIsNoReasonToEnd() {
    assertEquals(Optional.empty(), MetricsServer.open(server.address(), folder, sources()));
    var unknown = InetSocketAddress.createUnresolved("no-such-host.invalid", 1);
    assertEquals(Optional.empty(), MetricsServer.open(unknown, folder, sources()));
  }

  @Test
  void theDocsTellOfEveryMetric() throws Exception {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    String table = table(StrictPage.read(scraper.page()));
    String written = page.substring(0, begin) + table + page.substring(page.indexOf(END));
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(PAGE, written);
    }
    assertEquals(
        written,
        Files.readString(PAGE),
        "run mvn test -pl agent -am -Dtest=MetricsServerTest -Ddocs.update=true"
            + " -Dsurefire.failIfNoSpecifiedTests=false");
  }

  private static String table(StrictPage page) {
    return page.helps().entrySet().stream()
        .map(help ->
            "| `%s` | %s | %s | %s |\n"
                .formatted(
                    help.getKey(),
                    page.types().get(help.getKey()),
                    labels(page, help.getKey()),
                    help.getValue()))
        .collect(
            Collectors.joining(
                "", "\n| metric | type | labels | what it is |\n|---|---|---|---|\n", "\n"));
  }

  /// Those of every task are told once, above the table.
  private static String labels(StrictPage page, String family) {
    var labels = new TreeSet<String>();
    page.values().keySet().stream()
        .filter(series -> series.name().equals(family) || series.name().equals(family + "_count"))
        .forEach(series -> labels.addAll(series.labels().keySet()));
    boolean ofTask =
        labels.removeIf(label ->
            label.startsWith("appmesh_")
                || (label.startsWith("ecs_") && !label.equals("ecs_task_arn")));
    return (ofTask ? "the task's" : "")
        + (ofTask && !labels.isEmpty() ? ", " : "")
        + labels.stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
  }
}
