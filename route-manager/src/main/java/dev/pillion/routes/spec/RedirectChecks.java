package dev.pillion.routes.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Collects what is wrong with the values of a redirect.
final class RedirectChecks {
  static final int HIGHEST_PORT = 65535;
  static final String PORT_RANGE = "1 to 65535";

  private final List<Violation> violations = new ArrayList<>();

  void add(String subject, String problem, String remedy) {
    violations.add(new Violation(subject, problem, remedy));
  }

  void orThrow() {
    if (!violations.isEmpty()) {
      throw new RouteException(Exit.INVALID, violations);
    }
  }

  void owner(OptionalInt uid, OptionalInt gid) {
    if (uid.isEmpty() && gid.isEmpty()) {
      add(
          RouteEnvironment.IGNORE_UID,
          "neither it nor " + RouteEnvironment.IGNORE_GID + " is set",
          "set it to the proxy's user (1337), or the proxy's own traffic would come back to it");
    }
    id(RouteEnvironment.IGNORE_UID, uid);
    id(RouteEnvironment.IGNORE_GID, gid);
  }

  private void id(String variable, OptionalInt id) {
    if (id.isPresent() && id.getAsInt() < 0) {
      add(variable, id.getAsInt() + " is no id", "give a number from 0 to " + Integer.MAX_VALUE);
    }
  }

  void proxyPorts(int ingress, int egress, List<Integer> appPorts) {
    if (egress == 0) {
      add(
          RouteEnvironment.EGRESS_PORT,
          "is not set",
          "set it to the port where the proxy takes outbound connections (15001)");
    } else {
      port(RouteEnvironment.EGRESS_PORT, egress);
    }
    if (ingress == 0 && !appPorts.isEmpty()) {
      add(
          RouteEnvironment.INGRESS_PORT,
          "is not set, but " + RouteEnvironment.APP_PORTS + " is",
          "set it to the port where the proxy takes inbound connections (15000)");
    } else if (ingress != 0) {
      port(RouteEnvironment.INGRESS_PORT, ingress);
    }
    if (ingress == egress && ingress != 0) {
      add(
          RouteEnvironment.INGRESS_PORT,
          ingress + " is also " + RouteEnvironment.EGRESS_PORT,
          "give the proxy two different ports");
    }
    for (var port : appPorts) {
      if (port != 0 && (port == ingress || port == egress)) {
        add(
            RouteEnvironment.APP_PORTS,
            port + " is a port of the proxy's own",
            "move the app to another port");
      }
    }
  }

  void ports(String variable, List<Integer> ports) {
    for (var port : ports) {
      port(variable, port);
    }
  }

  private void port(String variable, int port) {
    if (port < 1 || port > HIGHEST_PORT) {
      add(variable, port + " is no port", "ports go from " + PORT_RANGE);
    }
  }

  void addresses(List<String> texts) {
    for (var text : texts) {
      if (Cidr.parse(text).isEmpty()) {
        add(
            RouteEnvironment.EGRESS_IGNORED_IP,
            "'" + text + "' is no address",
            "list IPv4 or IPv6 addresses or CIDR blocks, no names, separated by commas");
      }
    }
  }
}
