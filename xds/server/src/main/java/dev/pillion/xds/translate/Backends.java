package dev.pillion.xds.translate;

import dev.pillion.mesh.model.PortMapping;
import dev.pillion.mesh.model.Protocol;
import dev.pillion.mesh.model.RouteSpec;
import dev.pillion.mesh.model.VirtualNodeSpec;
import dev.pillion.mesh.model.VirtualServiceSpec;
import dev.pillion.mesh.model.WeightedTarget;
import dev.pillion.mesh.state.MeshState;
import dev.pillion.xds.translate.Backend.Outcome;
import dev.pillion.xds.translate.Backend.Rule;
import dev.pillion.xds.translate.Backend.Share;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The virtual services that a virtual node calls, followed through providers, routers and routes
/// to their targets. A virtual service that is not there yet, or that nothing provides, gives
/// nothing.
final class Backends {
  // A route without a priority comes after all that have one, which go up to 1000.
  private static final int LAST = 1001;
  // ARNs name virtual services too: the console writes them so.
  private static final String ARN_TAIL = "/virtualService/";

  private static final Comparator<Map.Entry<String, RouteSpec.Http>> ORDER =
      Comparator.comparingInt(
              (Map.Entry<String, RouteSpec.Http> route) -> route.getValue().priority().orElse(LAST))
          .thenComparing(
              route -> route.getValue().match().prefix().length(), Comparator.reverseOrder())
          .thenComparing(Map.Entry::getKey);

  private Backends() {}

  /// Sorted by virtual service, then by port.
  static List<Backend> of(MeshState mesh, VirtualNodeSpec node) {
    var backends = new ArrayList<Backend>();
    for (String service : services(node)) {
      Optional.ofNullable(mesh.virtualServices().get(service))
          .flatMap(spec -> spec.provider())
          .ifPresent(provider -> backends.addAll(provided(mesh, service, provider)));
    }
    return backends;
  }

  /// The names of the virtual services among a node's backends, sorted.
  static SortedSet<String> services(VirtualNodeSpec node) {
    var names = new TreeSet<String>();
    for (String backend : node.backends()) {
      int tail = backend.startsWith("arn:") ? backend.indexOf(ARN_TAIL) : -1;
      names.add(tail < 0 ? backend : backend.substring(tail + ARN_TAIL.length()));
    }
    return names;
  }

  private static List<Backend> provided(
      MeshState mesh, String service, VirtualServiceSpec.Provider provider) {
    return switch (provider) {
      case VirtualServiceSpec.Provider.Node(var node) -> byNode(mesh, service, node);
      case VirtualServiceSpec.Provider.Router(var router) -> byRouter(mesh, service, router);
    };
  }

  private static List<Backend> byNode(MeshState mesh, String service, String name) {
    var node = mesh.virtualNodes().get(name);
    if (node == null) {
      return List.of();
    }
    return node.listeners().stream()
        .map(listener -> {
          var target = new WeightedTarget(name, 1, OptionalInt.of(listener.port()));
          var rule = new Rule(service, "/", outcome(mesh, service, List.of(target)));
          return new Backend(service, listener, List.of(rule));
        })
        .toList();
  }

  private static List<Backend> byRouter(MeshState mesh, String service, String name) {
    var router = mesh.virtualRouters().get(name);
    if (router == null) {
      return List.of();
    }
    var rules =
        https(mesh, name).entrySet().stream()
            .sorted(ORDER)
            .map(route -> rule(mesh, name, route.getKey(), route.getValue()))
            .toList();
    var listeners = router.listeners().isEmpty() ? derived(rules) : Set.copyOf(router.listeners());
    return listeners.stream()
        // Routes of bytes are not translated yet.
        .filter(listener -> listener.protocol() != Protocol.TCP)
        .sorted(Comparator.comparingInt(PortMapping::port))
        .map(listener -> new Backend(service, listener, rules))
        .toList();
  }

  // A router of the time before routers had listeners: it listens where its targets do.
  private static Set<PortMapping> derived(List<Rule> rules) {
    var listeners = new HashSet<PortMapping>();
    for (Rule rule : rules) {
      if (rule.outcome() instanceof Outcome.Forward(var shares)) {
        shares.forEach(share -> listeners.add(share.target().listener()));
      }
    }
    return listeners;
  }

  private static Map<String, RouteSpec.Http> https(MeshState mesh, String router) {
    var routes = new TreeMap<String, RouteSpec.Http>();
    mesh.routesOf(router)
        .forEach((name, spec) -> {
          switch (spec) {
            case RouteSpec.Http http -> routes.put(name, http);
            case RouteSpec.Untranslated _ -> {}
          }
        });
    return routes;
  }

  private static Rule rule(MeshState mesh, String router, String route, RouteSpec.Http spec) {
    String name = router + "/" + route;
    return new Rule(name, spec.match().prefix(), outcome(mesh, name, spec.targets()));
  }

  private static Outcome outcome(MeshState mesh, String rule, List<WeightedTarget> targets) {
    var shares = new ArrayList<Share>();
    for (WeightedTarget target : targets) {
      switch (find(mesh, target)) {
        case Found.There(var there) -> shares.add(new Share(there, target.weight()));
        case Found.Not(var reason) -> {
          return new Outcome.Unavailable(rule + ": " + reason);
        }
      }
    }
    if (shares.stream().mapToLong(Share::weight).sum() == 0) {
      return new Outcome.Unavailable(rule + ": the weights of its targets add up to 0");
    }
    return new Outcome.Forward(shares);
  }

  private sealed interface Found {
    record There(Target target) implements Found {}

    record Not(String reason) implements Found {}
  }

  private static Found find(MeshState mesh, WeightedTarget wanted) {
    String subject = "virtual node " + wanted.virtualNode();
    var node = mesh.virtualNodes().get(wanted.virtualNode());
    if (node == null) {
      return new Found.Not(subject + " is not in mesh " + mesh.name());
    }
    if (node.serviceDiscovery().isEmpty()) {
      return new Found.Not(subject + " has no service discovery");
    }
    var listener = listener(node, wanted.port());
    if (listener.isEmpty()) {
      return new Found.Not(
          wanted.port().isPresent()
              ? subject + " has no listener at port " + wanted.port().getAsInt()
              : subject + " has " + node.listeners().size() + " listeners and the target no port");
    }
    return new Found.There(
        new Target(wanted.virtualNode(), listener.get(), node.serviceDiscovery().get()));
  }

  private static Optional<PortMapping> listener(VirtualNodeSpec node, OptionalInt port) {
    if (port.isEmpty()) {
      return node.listeners().size() == 1
          ? Optional.of(node.listeners().getFirst())
          : Optional.empty();
    }
    return node.listeners().stream()
        .filter(listener -> listener.port() == port.getAsInt())
        .findFirst();
  }
}
