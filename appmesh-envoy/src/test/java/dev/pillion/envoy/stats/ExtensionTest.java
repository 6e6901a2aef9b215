package dev.pillion.envoy.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.envoy.settings.MeshResource;
import dev.pillion.mesh.model.ProxyGroup;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Which of Envoy's statistics add up to which of App Mesh's metrics.
final class ExtensionTest {
  private static final String ROUTES =
      """
      {"configs": [
        {"route_config": {"name": "rds_egress_http_8080", "virtual_hosts": [
          {"name": "back.local", "domains": ["back.local"], "routes": [{"route": {"weighted_clusters": {"clusters": [
            {"name": "cds_egress_shop_back_http_8080"}, {"name": "cds_egress_shop_shared_http_8080"}]}}}]},
          {"name": "other.local", "routes": [{"route": {"cluster": "cds_egress_shop_shared_http_8080"}}]},
          {"name": "mesh_allow_all", "routes": [{"route": {"cluster": "cds_egress_shop_mesh-allow-all"}}]}]}},
        {"route_config": {"name": "rds_ingress_http_8080", "virtual_hosts": [
          {"name": "front", "routes": [{"route": {"cluster": "cds_ingress_shop_front_http_8080"}}]}]}}]}
      """;

  private static MeshResource resource(String id) {
    return new MeshResource(id, id, id.split("/", -1)[1], ProxyGroup.parse(id).orElseThrow());
  }

  private static String text(String id, String stats, String times) {
    var extension = new Extension(resource(id));
    return extension
        .families(Readings.numbers(stats), Readings.times(times), VirtualServices.of(ROUTES))
        .stream()
        .map(family -> family.text(Family.PREFIX))
        .collect(Collectors.joining());
  }

  @Test
  void aNodesInboundTraffic() {
    assertEquals(
        """
        # TYPE envoy_appmesh_ActiveConnectionCount gauge
        envoy_appmesh_ActiveConnectionCount{Mesh="shop",VirtualNode="front"} 3
        # TYPE envoy_appmesh_GrpcRequestCount counter
        envoy_appmesh_GrpcRequestCount{Mesh="shop",VirtualNode="front"} 7
        # TYPE envoy_appmesh_NewConnectionCount counter
        envoy_appmesh_NewConnectionCount{Mesh="shop",VirtualNode="front"} 9
        # TYPE envoy_appmesh_ProcessedBytes counter
        envoy_appmesh_ProcessedBytes{Mesh="shop",VirtualNode="front"} 1111
        # TYPE envoy_appmesh_RequestCount counter
        envoy_appmesh_RequestCount{Mesh="shop",VirtualNode="front"} 16
        """,
        text(
            "mesh/shop/virtualNode/front",
            """
            listener.0.0.0.0_15000.downstream_cx_active: 3
            listener.0.0.0.0_15000.downstream_cx_total: 9
            listener.0.0.0.0_15000.worker_0.downstream_cx_total: 9
            listener.0.0.0.0_15001.downstream_cx_active: 100
            listener.admin.downstream_cx_active: 50
            http.ingress.http.8080.downstream_rq_total: 5
            http.ingress.http2.8081.downstream_rq_total: 11
            http.ingress.grpc.8082.downstream_rq_total: 7
            http.ingress.http.8080.downstream_cx_rx_bytes_total: 1
            http.ingress.http.8080.downstream_cx_tx_bytes_total: 10
            tcp.ingress.tcp.9000.downstream_cx_rx_bytes_total: 100
            tcp.ingress.tcp.9000.downstream_cx_tx_bytes_total: 1000
            http.egress.downstream_rq_total: 99
            """,
            ""));
  }

  @Test
  void theOnlyListenersProtocolIsToldByItsCluster() {
    String requests = "http.ingress.downstream_rq_total: 4\n";
    assertTrue(
        text(
                "mesh/shop/virtualNode/front",
                requests + "cluster.cds_ingress_shop_front_grpc_8080.upstream_rq_total: 4\n",
                "")
            .contains("envoy_appmesh_GrpcRequestCount{Mesh=\"shop\",VirtualNode=\"front\"} 4\n"));
    assertTrue(
        text(
                "mesh/shop/virtualNode/front",
                requests + "cluster.cds_ingress_shop_front_http2_8080.upstream_rq_total: 4\n",
                "")
            .contains("envoy_appmesh_RequestCount{Mesh=\"shop\",VirtualNode=\"front\"} 4\n"));
  }

  @Test
  void aGatewaysInboundTrafficIsAtItsOwnPorts() {
    assertEquals(
        """
        # TYPE envoy_appmesh_ActiveConnectionCount gauge
        envoy_appmesh_ActiveConnectionCount{Mesh="shop@111122223333",VirtualGateway="edge"} 5
        """,
        text(
            "mesh/shop@111122223333/virtualGateway/edge",
            """
            listener.0.0.0.0_8080.downstream_cx_active: 2
            listener.0.0.0.0_8443.downstream_cx_active: 3
            listener.0.0.0.0_15001.downstream_cx_active: 70
            """,
            ""));
  }

  @Test
  void outboundTrafficIsByTargetAndByTheServiceThatAloneLeadsThere() {
    assertEquals(
        """
        # TYPE envoy_appmesh_HTTPCode_Target_2XX_Count counter
        envoy_appmesh_HTTPCode_Target_2XX_Count{Mesh="shop",TargetVirtualNode="back",TargetVirtualService="back.local",VirtualNode="front"} 8
        # TYPE envoy_appmesh_HTTPCode_Target_5XX_Count counter
        envoy_appmesh_HTTPCode_Target_5XX_Count{Mesh="shop",TargetVirtualNode="shared",VirtualNode="front"} 1
        # TYPE envoy_appmesh_RequestCountPerTarget counter
        envoy_appmesh_RequestCountPerTarget{Mesh="shop",TargetVirtualNode="back",TargetVirtualService="back.local",VirtualNode="front"} 10
        envoy_appmesh_RequestCountPerTarget{Mesh="shop",TargetVirtualNode="shared",VirtualNode="front"} 6
        # TYPE envoy_appmesh_TargetProcessedBytes counter
        envoy_appmesh_TargetProcessedBytes{Mesh="shop",TargetVirtualNode="db_1",VirtualNode="front"} 30
        """,
        text(
            "mesh/shop/virtualNode/front",
            """
            cluster.cds_egress_shop_back_http_8080.upstream_rq_total: 10
            cluster.cds_egress_shop_back_http_8080.upstream_rq_2xx: 8
            cluster.cds_egress_shop_back_http_8080.upstream_rq_200: 8
            cluster.cds_egress_shop_shared_http_8080.upstream_rq_total: 4
            cluster.cds_egress_shop_shared_grpc_9090.upstream_rq_total: 2
            cluster.cds_egress_shop_shared_http_8080.upstream_rq_5xx: 1
            cluster.cds_egress_shop_db_1_tcp_5432.upstream_cx_rx_bytes_total: 10
            cluster.cds_egress_shop_db_1_tcp_5432.upstream_cx_tx_bytes_total: 20
            cluster.cds_egress_shop_amazonaws.upstream_cx_tx_bytes_total: 999
            cluster.cds_egress_shop_mesh-allow-all.upstream_rq_total: 999
            cluster.cds_egress_other_back_http_8080.upstream_rq_total: 999
            cluster.pillion_xds.upstream_rq_total: 999
            """,
            ""));
  }

  @Test
  void responseTimesOfATargetsPortsAreAddedUp() {
    assertEquals(
        """
        # TYPE envoy_appmesh_TargetResponseTime histogram
        envoy_appmesh_TargetResponseTime_bucket{Mesh="shop",TargetVirtualNode="shared",VirtualNode="front",le="0.5"} 1
        envoy_appmesh_TargetResponseTime_bucket{Mesh="shop",TargetVirtualNode="shared",VirtualNode="front",le="10"} 5
        envoy_appmesh_TargetResponseTime_bucket{Mesh="shop",TargetVirtualNode="shared",VirtualNode="front",le="+Inf"} 6
        envoy_appmesh_TargetResponseTime_sum{Mesh="shop",TargetVirtualNode="shared",VirtualNode="front"} 50.5
        envoy_appmesh_TargetResponseTime_count{Mesh="shop",TargetVirtualNode="shared",VirtualNode="front"} 6
        """,
        text(
            "mesh/shop/virtualNode/front",
            "",
            """
            # TYPE envoy_cluster_upstream_rq_time histogram
            envoy_cluster_upstream_rq_time_bucket{Mesh="shop",envoy_cluster_name="cds_egress_shop_shared_http_8080",le="0.5"} 1
            envoy_cluster_upstream_rq_time_bucket{Mesh="shop",envoy_cluster_name="cds_egress_shop_shared_http_8080",le="10"} 3
            envoy_cluster_upstream_rq_time_bucket{Mesh="shop",envoy_cluster_name="cds_egress_shop_shared_http_8080",le="+Inf"} 4
            envoy_cluster_upstream_rq_time_sum{Mesh="shop",envoy_cluster_name="cds_egress_shop_shared_http_8080"} 40.5
            envoy_cluster_upstream_rq_time_count{Mesh="shop",envoy_cluster_name="cds_egress_shop_shared_http_8080"} 4
            envoy_cluster_upstream_rq_time_bucket{envoy_cluster_name="cds_egress_shop_shared_grpc_9090",le="0.5"} 0
            envoy_cluster_upstream_rq_time_bucket{envoy_cluster_name="cds_egress_shop_shared_grpc_9090",le="10"} 2
            envoy_cluster_upstream_rq_time_bucket{envoy_cluster_name="cds_egress_shop_shared_grpc_9090",le="+Inf"} 2
            envoy_cluster_upstream_rq_time_sum{envoy_cluster_name="cds_egress_shop_shared_grpc_9090"} 10
            envoy_cluster_upstream_rq_time_count{envoy_cluster_name="cds_egress_shop_shared_grpc_9090"} 2
            """));
  }

  @Test
  void theFilterHasAllThatIsAddedUp() {
    var filter = Pattern.compile(new Extension(resource("mesh/shop/virtualNode/front")).filter());
    for (String name :
        List.of(
            "listener.0.0.0.0_15000.downstream_cx_active",
            "listener.[__]_15000.downstream_cx_total",
            "http.ingress.downstream_rq_total",
            "http.ingress.grpc.8080.downstream_cx_rx_bytes_total",
            "tcp.ingress.downstream_cx_tx_bytes_total",
            "http.egress.rds.rds_egress_http_8080.config_reload",
            "cluster.cds_ingress_shop_front_http_8080.upstream_rq_total",
            "cluster.cds_egress_shop_back_http_8080.upstream_rq_5xx",
            "cluster.cds_egress_shop_back_http_8080.upstream_cx_tx_bytes_total")) {
      assertTrue(filter.matcher(name).find(), name);
    }
  }

  @Test
  void whatHasComeSinceIsCountedAnewAfterEnvoysRestart() {
    var labels = Map.of("a", "b");
    var before = new Snapshots(families("RequestCount", labels, 10, "NewConnectionCount", 5));
    var later = before.until(families("RequestCount", labels, 17, "NewConnectionCount", 2));
    assertEquals(
        """
        # TYPE RequestCount counter
        RequestCount{a="b"} 7
        # TYPE NewConnectionCount counter
        NewConnectionCount{a="b"} 2
        """,
        later.stream().map(family -> family.text("")).collect(Collectors.joining()));
  }

  private static List<Family> families(
      String one, Map<String, String> labels, long first, String other, long second) {
    var by = new Family.Labels(new java.util.TreeMap<>(labels));
    return List.of(family(one, by, first), family(other, by, second));
  }

  private static Family family(String name, Family.Labels labels, long count) {
    return new Family(
        name, Family.Kind.COUNTER, new java.util.TreeMap<>(Map.of(labels, new Value.Count(count))));
  }

  @Test
  void dogStatsdHearsTheNamesThatAppMeshsImageSent() {
    var labels = new Family.Labels(new java.util.TreeMap<>(Map.of("Mesh", "shop")));
    var buckets = new java.util.TreeMap<Double, Long>();
    double[] bounds = {1, 5, 10, Double.POSITIVE_INFINITY};
    long[] counts = {0, 4, 4, 5};
    for (int i = 0; i < bounds.length; i++) {
      buckets.put(bounds[i], counts[i]);
    }
    var families =
        List.of(
            family("RequestCount", labels, 3),
            family("NewConnectionCount", labels, 0),
            new Family(
                "ActiveConnectionCount",
                Family.Kind.GAUGE,
                new java.util.TreeMap<>(Map.of(labels, new Value.Count(0)))),
            new Family(
                "TargetResponseTime",
                Family.Kind.HISTOGRAM,
                new java.util.TreeMap<>(Map.of(labels, new Value.Histogram(buckets, 30, 5)))));
    assertEquals(
        Arrays.asList(
            "envoy.appmesh.RequestCount:3|c|#Mesh:shop",
            "envoy.appmesh.ActiveConnectionCount:0|g|#Mesh:shop",
            "envoy.appmesh.TargetResponseTime:3.0|ms|@0.25|#Mesh:shop",
            "envoy.appmesh.TargetResponseTime:10.0|ms|#Mesh:shop"),
        StatsdLines.of(families));
  }
}
