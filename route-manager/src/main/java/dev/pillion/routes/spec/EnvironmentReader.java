package dev.pillion.routes.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/// Reads the variables and keeps on after a bad one, so that all are named at once.
final class EnvironmentReader {
  private static final Set<String> OWN = Set.of(RouteEnvironment.IPTABLES, RouteEnvironment.NETNS);

  private final Map<String, String> environment;
  private final List<Violation> violations = new ArrayList<>();
  private final Set<String> unreadable = new HashSet<>();

  EnvironmentReader(Map<String, String> environment) {
    this.environment = environment;
  }

  RouteEnvironment environment() {
    var start = flag(RouteEnvironment.START_ENABLED);
    var redirect = redirect();
    var place = place();
    unknown();
    orThrow();
    return new RouteEnvironment(redirect.orElseThrow(), start, place);
  }

  void orThrow() {
    if (!violations.isEmpty()) {
      throw new RouteException(Exit.INVALID, violations);
    }
  }

  /// Empty when a value breaks a rule of its own; what follows from an unreadable one is not said a
  /// second time.
  private Optional<RedirectSpec> redirect() {
    var uid = id(RouteEnvironment.IGNORE_UID);
    var gid = id(RouteEnvironment.IGNORE_GID);
    var ingress = port(RouteEnvironment.INGRESS_PORT);
    var egress = port(RouteEnvironment.EGRESS_PORT);
    var apps = ports(RouteEnvironment.APP_PORTS);
    var ips = list(RouteEnvironment.EGRESS_IGNORED_IP);
    var ignored = ports(RouteEnvironment.EGRESS_IGNORED_PORTS);
    var ipv6 = flag(RouteEnvironment.ENABLE_IPV6);
    try {
      return Optional.of(new RedirectSpec(uid, gid, ingress, egress, apps, ips, ignored, ipv6));
    } catch (RouteException invalid) {
      for (var violation : invalid.violations()) {
        if (!said(violation.subject())) {
          violations.add(violation);
        }
      }
      return Optional.empty();
    }
  }

  private boolean said(String subject) {
    return switch (subject) {
      case RouteEnvironment.IGNORE_UID ->
          unreadable.contains(subject) || unreadable.contains(RouteEnvironment.IGNORE_GID);
      case RouteEnvironment.INGRESS_PORT, RouteEnvironment.EGRESS_PORT ->
          unreadable.contains(subject);
      default -> false;
    };
  }

  Place place() {
    return new Place(backend(), netns());
  }

  private Optional<Backend> backend() {
    var word = value(RouteEnvironment.IPTABLES);
    for (var backend : Backend.values()) {
      if (backend.word().equals(word)) {
        return Optional.of(backend);
      }
    }
    if (!word.isEmpty()) {
      bad(RouteEnvironment.IPTABLES, word, "an iptables backend", "set it to nft or legacy");
    }
    return Optional.empty();
  }

  private OptionalLong netns() {
    var text = value(RouteEnvironment.NETNS);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    var inode = number(text);
    if (inode < 1) {
      bad(
          RouteEnvironment.NETNS,
          text,
          "an inode number",
          "set it to the number that `readlink /proc/PID/ns/net` shows in brackets");
      return OptionalLong.empty();
    }
    return OptionalLong.of(inode);
  }

  /// Whether it is on, which all of them are when they are not set.
  private boolean flag(String variable) {
    var text = value(variable);
    if (!text.isEmpty() && !text.equals("0") && !text.equals("1")) {
      bad(variable, text, "a switch", "set it to 1 for on or 0 for off");
    }
    return !text.equals("0");
  }

  private OptionalInt id(String variable) {
    var text = value(variable);
    var id = number(text);
    if (id >= 0 && id <= Integer.MAX_VALUE) {
      return OptionalInt.of((int) id);
    }
    if (!text.isEmpty()) {
      bad(variable, text, "an id", "give one number from 0 to " + Integer.MAX_VALUE);
    }
    return OptionalInt.empty();
  }

  private int port(String variable) {
    var text = value(variable);
    return text.isEmpty() ? 0 : port(variable, text);
  }

  private int port(String variable, String text) {
    var port = number(text);
    if (port < 1 || port > RedirectChecks.HIGHEST_PORT) {
      bad(variable, text, "a port", "ports are numbers from " + RedirectChecks.PORT_RANGE);
      return 0;
    }
    return (int) port;
  }

  private List<Integer> ports(String variable) {
    var ports = new ArrayList<Integer>();
    for (var text : list(variable)) {
      var port = port(variable, text);
      if (port != 0) {
        ports.add(port);
      }
    }
    return ports;
  }

  private List<String> list(String variable) {
    var elements = new ArrayList<String>();
    var text = value(variable);
    if (!text.isEmpty()) {
      for (var element : text.split(",", -1)) {
        elements.add(element.strip());
      }
    }
    return elements;
  }

  private void unknown() {
    for (var name : new TreeSet<>(environment.keySet())) {
      if (name.startsWith("PILLION_") && !OWN.contains(name)) {
        violations.add(
            new Violation(
                name,
                "is not known here",
                "remove it; the route manager knows PILLION_IPTABLES and PILLION_NETNS"));
      }
    }
  }

  private String value(String variable) {
    return environment.getOrDefault(variable, "").strip();
  }

  /// The number that the text says, or -1.
  private static long number(String text) {
    for (var i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return -1;
      }
    }
    return text.isEmpty() || text.length() > 18 ? -1 : Long.parseLong(text);
  }

  private void bad(String variable, String text, String wanted, String remedy) {
    unreadable.add(variable);
    violations.add(new Violation(variable, "'" + text + "' is not " + wanted, remedy));
  }
}
