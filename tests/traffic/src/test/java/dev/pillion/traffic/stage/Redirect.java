package dev.pillion.traffic.stage;

import dev.pillion.routes.Main;
import dev.pillion.traffic.net.Host;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;

/// The redirect rules of a host, set by the program that sets them in tasks.
final class Redirect {
  private Redirect() {}

  /// Leads all that leaves the host, and what comes to the ports, through the host's Envoy.
  static void set(Host host, List<Integer> appPorts) {
    var environment = new HashMap<String, String>();
    environment.put("APPMESH_IGNORE_UID", Integer.toString(Sidecar.UID));
    environment.put("APPMESH_ENVOY_EGRESS_PORT", "15001");
    environment.put("PILLION_NETNS", Long.toString(host.inode()));
    if (!appPorts.isEmpty()) {
      environment.put("APPMESH_ENVOY_INGRESS_PORT", "15000");
      environment.put(
          "APPMESH_APP_PORTS",
          appPorts.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }
    host.run(
        environment,
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-cp",
        code().toString(),
        Main.class.getName());
  }

  private static Path code() {
    try {
      return Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
