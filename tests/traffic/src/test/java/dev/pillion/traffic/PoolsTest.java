package dev.pillion.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pillion.rig.Wait;
import dev.pillion.traffic.app.Call;
import dev.pillion.traffic.app.Gate;
import dev.pillion.traffic.app.Http2App;
import dev.pillion.traffic.app.HttpApp;
import dev.pillion.traffic.net.Host;
import dev.pillion.traffic.stage.Sample;
import dev.pillion.traffic.stage.Sidecar;
import dev.pillion.traffic.stage.Specs;
import dev.pillion.traffic.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// How many at once: applications that answer nobody until they are told, behind the connection
/// pools of a gateway and of two virtual nodes. The statistics have App Mesh's names.
final class PoolsTest {
  private static Stage stage;
  private static Host outside;
  private static Host gatewayHost;
  private static Host whiteHost;
  private static Host blackHost;
  private static HttpApp white;
  private static Http2App black;
  private static HttpApp open;

  @BeforeAll
  static void open() {
    stage = Stage.open("cb-mesh");
    outside = stage.host("outside");
    gatewayHost = stage.host("gateway");
    whiteHost = stage.host("white");
    blackHost = stage.host("black");
    white = HttpApp.on(whiteHost, 9080, new Gate("white"));
    black = Http2App.on(blackHost, 9080, new Gate("black"));
    open = HttpApp.on(stage.host("wide"), 9080, new Gate("wide"));
    stage
        .mesh()
        .mesh("{}")
        .node("white-vn", pooled("http", "white", "{maxConnections: 10, maxPendingRequests: 5}"))
        .node("black-vn", pooled("http2", "black", "{maxRequests: 10}"))
        .node("wide-vn", Specs.node("http", 9080, "wide.local"))
        .service("wide.local", Specs.byNode("wide-vn"))
        .gateway(
            "vg",
            """
            {listeners: [{portMapping: {port: 9080, protocol: 'http'},
             connectionPool: {http: {maxConnections: 100, maxPendingRequests: 10000}}}]}
            """)
        .gatewayRoute("vg", "wide", Specs.gatewayRoute("/", "wide.local"));
    stage.all(
        List.of(
            () -> stage.gateway("vg", gatewayHost),
            () -> stage.node("white-vn", whiteHost, 9080),
            () -> stage.node("black-vn", blackHost, 9080)));
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @Test
  @Rule(48)
  void rule48AGatewayOpensNoMoreConnectionsThanItsPool() {
    var gate = new Gate("wide");
    open.behave(gate);
    var calls = many(101, gatewayHost, Sample::brief);
    String cluster = "cluster.cds_ingress_cb-mesh_vg_self_redirect_http_15001.";
    awaitStat("vg", cluster + "upstream_cx_active", 100);
    awaitStat("vg", cluster + "circuit_breakers.default.cx_open", 1);
    gate.open();
    assertEquals(101, count(calls, "wide"));
  }

  @Test
  @Rule(49)
  void rule49AVirtualNodeOverHttpHasConnectionsAndAQueue() {
    var gate = new Gate("white");
    white.behave(gate);
    String cluster = "cluster.cds_ingress_cb-mesh_white-vn_http_9080.";
    // Requests wait while their connection is being made, too, so the first come in two parts.
    var calls = new ArrayList<>(many(5, whiteHost, Sample::brief));
    awaitStat("white-vn", cluster + "upstream_rq_active", 5);
    calls.addAll(many(5, whiteHost, Sample::brief));
    awaitStat("white-vn", cluster + "upstream_rq_active", 10);
    calls.addAll(many(10, whiteHost, Sample::brief));
    awaitStat("white-vn", cluster + "circuit_breakers.default.cx_open", 1);
    awaitStat("white-vn", cluster + "upstream_rq_pending_active", 5);
    awaitStat("white-vn", cluster + "circuit_breakers.default.rq_pending_open", 1);
    awaitDone(calls, 5);
    gate.open();
    assertEquals(5, count(calls, "503"));
    assertEquals(15, count(calls, "white"));
  }

  @Test
  @Rule(50)
  void rule50AVirtualNodeOverHttp2HasRequests() {
    var gate = new Gate("black");
    black.behave(gate);
    var calls = many(15, blackHost, call -> call.sendOverHttp2().brief());
    String cluster = "cluster.cds_ingress_cb-mesh_black-vn_http2_9080.";
    awaitStat("black-vn", cluster + "upstream_rq_active", 10);
    awaitStat("black-vn", cluster + "circuit_breakers.default.rq_open", 1);
    awaitDone(calls, 5);
    gate.open();
    assertEquals(5, count(calls, "503"));
    assertEquals(10, count(calls, "black"));
  }

  private static String pooled(String protocol, String host, String pool) {
    return """
    {listeners: [{portMapping: {port: 9080, protocol: '%s'}, connectionPool: {%s: %s}}],
     serviceDiscovery: {dns: {hostname: '%s.local'}}}
    """
        .formatted(protocol, protocol, pool, host);
  }

  private static List<CompletableFuture<String>> many(
      int count, Host to, Function<Call, String> way) {
    var call = Stage.get(outside, "http://anything:9080/").at(to.ipv4());
    return Stream.generate(
            () -> CompletableFuture.supplyAsync(() -> way.apply(call), Thread::startVirtualThread))
        .limit(count)
        .toList();
  }

  private static void awaitStat(String node, String name, long value) {
    Sidecar envoy = stage.envoy(node);
    Wait.until(
        name + " " + value,
        Sample.LIMIT,
        () -> envoy.admin().sum(name.replace(".", "\\.")) == value,
        () -> envoy.admin().stats(".*(active|_open)").toString());
  }

  private static void awaitDone(List<CompletableFuture<String>> calls, long count) {
    Wait.until(
        count + " answers",
        Sample.LIMIT,
        () -> calls.stream().filter(CompletableFuture::isDone).count() == count);
  }

  private static long count(List<CompletableFuture<String>> calls, String answer) {
    return calls.stream()
        .map(CompletableFuture::join)
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
        .getOrDefault(answer, 0L);
  }
}
