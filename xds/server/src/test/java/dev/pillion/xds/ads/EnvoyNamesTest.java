package dev.pillion.xds.ads;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pillion.delta.XdsType;
import dev.pillion.mesh.model.ProxyGroup;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EnvoyNamesTest {
  private final Origins origins = new EnvoyNames();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CDS | cds_egress_my_shop_colors_v2_http_8080   | virtualNode/colors_v2, listener 8080
          EDS | cds_egress_my_shop_colors_grpc_9090      | virtualNode/colors, listener 9090
          CDS | cds_egress_my_shop_amazonaws             | mesh/my_shop, the way to AWS that each virtual node has
          CDS | cds_egress_my_shop_mesh-allow-all        | mesh/my_shop, egressFilter ALLOW_ALL
          CDS | cds_ingress_my_shop_front_http2_8080     | virtualNode/front, listener 8080
          LDS | lds_ingress_0.0.0.0_15000                | the listeners of virtualNode/front
          LDS | lds_egress_0.0.0.0_15001                 | virtual services that virtualNode/front has as backends, with their routers and routes
          RDS | rds_ingress_http_8080                    | virtualNode/front, listener 8080
          RDS | rds_egress_http_80                       | virtual services on port 80 that virtualNode/front has as backends, with their routers and routes
          SDS | front-certificate                        | certificates of virtualNode/front, secret front-certificate
          CDS | something_else                           | virtualNode/front
          """)
  void anEnvoyResourceOfAVirtualNodeLeadsBackToItsObject(XdsType type, String name, String object) {
    assertEquals(object, origins.of(ProxyGroup.virtualNode("my_shop", "front"), type, name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          LDS | lds_ingress_0.0.0.0_8443                           | virtualGateway/edge, listener 8443
          RDS | rds_ingress_http_8443                              | gateway routes of virtualGateway/edge, listener 8443
          CDS | cds_ingress_shop_edge_self_redirect_http_15001     | virtualGateway/edge, its way to its own routes
          RDS | rds_egress_http_15001                              | virtual services on port 15001 that virtualGateway/edge leads to, with their routers and routes
          """)
  void anEnvoyResourceOfAVirtualGatewayLeadsBackToItsObject(
      XdsType type, String name, String object) {
    var edge = new ProxyGroup("shop", ProxyGroup.Kind.VIRTUAL_GATEWAY, "edge");
    assertEquals(object, origins.of(edge, type, name));
  }
}
