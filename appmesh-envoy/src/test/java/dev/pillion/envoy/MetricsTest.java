package dev.pillion.envoy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.ports.FreePorts;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The metrics extension's metrics from a real Envoy with requests: a gateway whose egress leads to
/// a listener of its own.
final class MetricsTest {
  private static final String TARGET =
      "{Mesh=\"shop\",TargetVirtualNode=\"back\",TargetVirtualService=\"back.local\","
          + "VirtualGateway=\"edge\"}";

  @TempDir private Path folder = Path.of("");
  private int egress;

  private Map<String, String> environment() throws IOException {
    egress = FreePorts.next();
    // Envoy watches its folder: a log in it would be one that Envoy logs of.
    Path routes = Files.createDirectory(folder.resolve("routes")).resolve("routes.json");
    Files.writeString(
        routes,
        """
        {"resources": [{"@type": "type.googleapis.com/envoy.config.route.v3.RouteConfiguration",
          "name": "rds_egress_http_8080",
          "virtual_hosts": [{"name": "back.local", "domains": ["back.local"],
            "routes": [{"match": {"prefix": "/"}, "route": {"cluster": "cds_egress_shop_back_http_8080"}}]}]}]}
        """);
    Path resources = folder.resolve("resources.yaml");
    Files.writeString(resources, resources(FreePorts.next(), routes));
    var environment = new HashMap<String, String>();
    environment.put("APPMESH_RESOURCE_ARN", "mesh/shop/virtualGateway/edge");
    environment.put("APPMESH_METRIC_EXTENSION_VERSION", "1");
    environment.put("ENVOY_RESOURCES_CONFIG_FILE", resources.toString());
    return environment;
  }

  private String resources(int app, Path routes) {
    return """
    static_resources:
      clusters:
      - name: cds_egress_shop_back_http_8080
        type: STATIC
        load_assignment:
          cluster_name: cds_egress_shop_back_http_8080
          endpoints: [ { lb_endpoints: [ { endpoint: { address: { socket_address: { address: 127.0.0.1, port_value: %1$d } } } } ] } ]
      listeners:
      - name: lds_ingress
        address: { socket_address: { address: 127.0.0.1, port_value: %1$d } }
        filter_chains:
        - filters:
          - name: envoy.filters.network.http_connection_manager
            typed_config:
              "@type": &hcm type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
              stat_prefix: ingress
              route_config:
                virtual_hosts: [ { name: a, domains: ["*"], routes: [ { match: { prefix: / }, direct_response: { status: 204 } } ] } ]
              http_filters: &router
              - name: envoy.filters.http.router
                typed_config: { "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router }
      - name: lds_egress
        address: { socket_address: { address: 127.0.0.1, port_value: %2$d } }
        filter_chains:
        - filters:
          - name: envoy.filters.network.http_connection_manager
            typed_config:
              "@type": *hcm
              stat_prefix: egress
              rds:
                route_config_name: rds_egress_http_8080
                config_source: { resource_api_version: V3, path_config_source: { path: %3$s } }
              http_filters: *router
    """
        .formatted(app, egress, routes);
  }

  private void request() throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), egress)) {
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: back.local\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertTrue(answer.startsWith("HTTP/1.1 204 "), answer);
    }
  }

  @Test
  void theyAreBehindEnvoysOwnWhereTheyWereScraped() throws Exception {
    try (var running = Running.start(folder, environment())) {
      running.awaitLive();
      for (int i = 0; i < 3; i++) {
        request();
      }
      // Histograms are as of Envoy's last flush.
      String times = "envoy_appmesh_TargetResponseTime_count" + TARGET + " 3\n";
      running.until(
          "times", () -> Running.get(running.admin(), "/stats/prometheus").contains(times));
      for (String page : new String[] {"/stats/prometheus", "/stats?format=prometheus"}) {
        String text = running.admin().get(page).text();
        assertTrue(text.contains("envoy_server_live{Mesh=\"shop\",VirtualGateway=\"edge\"} 1"));
        assertTrue(text.contains("envoy_appmesh_RequestCountPerTarget" + TARGET + " 3\n"), text);
        assertTrue(text.contains("envoy_appmesh_HTTPCode_Target_2XX_Count" + TARGET + " 3\n"));
        assertTrue(
            text.contains("envoy_appmesh_RequestCount{Mesh=\"shop\",VirtualGateway=\"edge\"} 3\n"));
        // Envoy's own statistics of a target's clusters carry its name too.
        assertTrue(
            text.contains(
                "envoy_cluster_upstream_rq_total{Mesh=\"shop\",VirtualGateway=\"edge\","
                    + "envoy_cluster_name=\"cds_egress_shop_back_http_8080\","
                    + "TargetVirtualNode=\"back\"} 3\n"),
            text);
      }
      assertTrue(
          running
              .admin()
              .get("/stats/prometheus?filter=appmesh.*PerTarget&usedonly")
              .text()
              .startsWith("# TYPE envoy_appmesh_RequestCountPerTarget counter\n"));
      assertFalse(running.admin().get("/stats").text().contains("appmesh_"));
    }
  }

  @Test
  void whateverElseIsAskedOfTheAdminInterfaceIsPassedOn() throws Exception {
    try (var running = Running.start(folder, environment())) {
      running.awaitLive();
      assertTrue(running.admin().get("/server_info").text().contains("\"state\": \"LIVE\""));
      assertEquals(404, running.admin().get("/nothing").status());
      assertEquals(405, running.admin().get("/logging?level=debug").status());
      assertEquals(200, running.admin().post("/logging?level=debug").status());
      assertTrue(running.admin().get("/config_dump").text().contains("mesh/shop/virtualGateway"));
    }
  }

  @Test
  void theAgentsInterfaceHasThemAloneWithoutTheirPrefix() throws Exception {
    var environment = environment();
    environment.put("ENABLE_STATS_SNAPSHOT", "true");
    try (var running = Running.start(folder, environment)) {
      running.awaitLive();
      request();
      String page = "/stats/prometheus?filter=metrics_extension&usedonly";
      String text = running.agent().get(page).text();
      assertTrue(text.contains("\n# TYPE RequestCountPerTarget counter\n"), text);
      assertTrue(text.contains("\nRequestCountPerTarget" + TARGET + " 1\n"), text);
      assertFalse(text.contains("envoy_"), text);
      // Before the first minute has ended, what there is.
      assertTrue(running.agent().get(page + "&delta").text().contains("RequestCountPerTarget"));
      assertEquals(400, running.agent().get("/stats/prometheus?delta").status());
    }
  }

  @Test
  void dogStatsdHearsThemUnderAppMeshsNames() throws Exception {
    try (var statsd =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      var environment = environment();
      environment.put("ENABLE_ENVOY_DOG_STATSD", "1");
      environment.put("STATSD_PORT", Integer.toString(statsd.getLocalPort()));
      environment.put("ENVOY_STATS_FLUSH_INTERVAL", "200ms");
      try (var running = Running.start(folder, environment)) {
        running.awaitLive();
        request();
        String tags =
            "|#Mesh:shop,TargetVirtualNode:back,TargetVirtualService:back.local,"
                + "VirtualGateway:edge";
        awaitLine(statsd, "envoy.appmesh.RequestCountPerTarget:1|c" + tags);
      }
    }
  }

  private static void awaitLine(DatagramSocket statsd, String line) throws IOException {
    statsd.setSoTimeout((int) Running.LIMIT.toMillis());
    var packet = new DatagramPacket(new byte[65_536], 65_536);
    long end = System.nanoTime() + Running.LIMIT.toNanos();
    while (System.nanoTime() < end) {
      packet.setLength(65_536);
      statsd.receive(packet);
      String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
      if (text.lines().anyMatch(line::equals)) {
        return;
      }
    }
    throw new AssertionError(line + " did not come");
  }
}
