package dev.pillion.xds.translate;

import dev.pillion.mesh.listener.PortMapping;
import dev.pillion.mesh.listener.Protocol;

/// The names that Envoy shows. They are App Mesh's, byte for byte: dashboards and alarms are built
/// on them.
final class Names {
  static final int INGRESS_PORT = 15000;
  static final int EGRESS_PORT = 15001;
  static final String INGRESS_LISTENER = gatewayListener(INGRESS_PORT);
  static final String GATEWAY_EGRESS_ROUTES = "rds_egress_http_" + EGRESS_PORT;
  static final String EGRESS_LISTENER = "lds_egress_0.0.0.0_" + EGRESS_PORT;

  private Names() {}

  static String ingressCluster(String mesh, String node, PortMapping listener) {
    return "cds_ingress_" + mesh + "_" + node + "_" + suffix(listener);
  }

  static String egressCluster(String mesh, Target target) {
    return "cds_egress_"
        + mesh
        + "_"
        + target.virtualNode()
        + "_"
        + suffix(target.listener().portMapping());
  }

  static String amazonAws(String mesh) {
    return "cds_egress_" + mesh + "_amazonaws";
  }

  static String allowAll(String mesh) {
    return "cds_egress_" + mesh + "_mesh-allow-all";
  }

  static String ingressRoutes(PortMapping listener) {
    return "rds_ingress_" + suffix(listener);
  }

  static String egressRoutes(Protocol protocol, int port) {
    return "rds_egress_" + suffix(new PortMapping(port, protocol));
  }

  /// A virtual gateway listens at its own ports; no rule redirects to it.
  static String gatewayListener(int port) {
    return "lds_ingress_0.0.0.0_" + port;
  }

  /// What leads from one of a virtual gateway's listeners to its own egress.
  static String selfRedirect(
      String mesh, String gateway, PortMapping listener, boolean severalListeners) {
    String from = severalListeners ? listener.port() + "_" : "";
    return "cds_ingress_%s_%s_self_redirect_%s%s_%d"
        .formatted(mesh, gateway, from, listener.protocol().word(), EGRESS_PORT);
  }

  /// The prefix of a listener's statistics where there are several.
  static String severalIngress(PortMapping listener) {
    return "ingress." + listener.protocol().word() + "." + listener.port();
  }

  private static String suffix(PortMapping listener) {
    return listener.protocol().word() + "_" + listener.port();
  }
}
