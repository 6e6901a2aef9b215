package dev.pillion.inject.plan;

import dev.pillion.inject.task.DefinitionView;
import dev.pillion.inject.task.NamespaceView;
import dev.pillion.inject.task.OwnLabels;
import dev.pillion.inject.task.TaskView;
import dev.pillion.mesh.model.ProxyGroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What in a task besides its labels keeps it from being meshed.
final class Fitness {
  private static final Set<Integer> NODE_PORTS =
      Set.of(InjectorConfig.INGRESS_PORT, InjectorConfig.EGRESS_PORT);
  private static final Set<Integer> GATEWAY_PORTS = Set.of(InjectorConfig.EGRESS_PORT);

  private Fitness() {}

  static List<Problem> problems(TaskView task, NamespaceView namespace, TaskLabels labels) {
    var problems = new ArrayList<Problem>();
    network(task).ifPresent(problems::add);
    Optional<Problem> redirected = redirects(task, namespace);
    if (redirected.isPresent()) {
      // Its Envoy is its own: that it runs as a proxy's user, or on a proxy's port, is as it
      // should.
      problems.add(redirected.get());
      return problems;
    }
    ProxyGroup.Kind kind = labels.group().orElseThrow().kind();
    ports(task, namespace, kind).ifPresent(problems::add);
    labels
        .value(Labels.APP_PORTS)
        .flatMap(ports -> proxyPort("label pillion.app-ports", ports, kind))
        .ifPresent(problems::add);
    if (kind == ProxyGroup.Kind.VIRTUAL_NODE) {
      users(task, labels.value(Labels.IGNORED_UID).orElse(InjectorConfig.PROXY_UID))
          .ifPresent(problems::add);
    }
    return problems;
  }

  private static Optional<Problem> network(TaskView task) {
    String awsvpc = "set networkMode to awsvpc in the task definition";
    return switch (task.networkMode()) {
      case AWSVPC, UNKNOWN -> Optional.empty();
      case HOST ->
          Optional.of(
              new Problem(
                  Reason.HOST_NETWORK,
                  "network mode host: the task's rules would redirect the whole host",
                  awsvpc));
      case BRIDGE ->
          Optional.of(
              new Problem(
                  Reason.BRIDGE_NETWORK,
                  "network mode bridge: this version meshes awsvpc tasks only",
                  awsvpc));
      case NONE ->
          Optional.of(
              new Problem(
                  Reason.NO_NETWORK,
                  "network mode none: there is nothing to mesh",
                  awsvpc + ", or take the pillion.* labels away"));
    };
  }

  private static Optional<Problem> redirects(TaskView task, NamespaceView namespace) {
    if (task.definition() instanceof DefinitionView.Known known && known.proxyConfiguration()) {
      return Optional.of(
          new Problem(
              Reason.PROXY_CONFIGURATION,
              "proxyConfiguration: the ECS agent redirects this task to an Envoy of its own",
              "take proxyConfiguration and its Envoy out of the task definition, or the pillion.*"
                  + " labels where that Envoy is to stay"));
    }
    return namespace.foreignRedirects().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Problem(
                Reason.FOREIGN_REDIRECT,
                "chains %s: the task's network namespace is redirected already"
                    .formatted(String.join(", ", namespace.foreignRedirects())),
                "take proxyConfiguration or Service Connect out of the task or its service"));
  }

  private static Optional<Problem> ports(
      TaskView task, NamespaceView namespace, ProxyGroup.Kind kind) {
    var used = new TreeMap<String, Set<Integer>>();
    task.apps().forEach(app -> used.put("container '" + app.name() + "'", app.tcpPorts()));
    if (task.definition() instanceof DefinitionView.Known known) {
      known
          .containers()
          .forEach(c -> used.putIfAbsent("container '" + c.name() + "'", c.tcpPorts()));
    }
    // Once our Envoy is there, it is Envoy that listens on them.
    if (task.sidecar(OwnLabels.ENVOY).isEmpty()) {
      used.put("something in the task's network", namespace.listening());
    }
    for (Map.Entry<String, Set<Integer>> user : used.entrySet()) {
      Optional<Problem> problem = proxyPort(user.getKey(), user.getValue(), kind);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  /// A problem when one of the ports is Envoy's own.
  static Optional<Problem> proxyPort(String who, Collection<Integer> ports, ProxyGroup.Kind kind) {
    Set<Integer> own =
        switch (kind) {
          case VIRTUAL_NODE -> NODE_PORTS;
          case VIRTUAL_GATEWAY -> GATEWAY_PORTS;
        };
    return ports.stream()
        .filter(own::contains)
        .sorted()
        .findFirst()
        .map(port ->
            new Problem(
                Reason.PROXY_PORT,
                "%s: uses port %d, on which Envoy listens".formatted(who, port),
                "move the app to another port"));
  }

  /// A problem when something in the task listens on one of its gateway's ports. That a container
  /// declares one is none: a load balancer's target is declared so.
  static Optional<Problem> gatewayPort(
      TaskView task, NamespaceView namespace, Collection<Integer> ports) {
    if (task.sidecar(OwnLabels.ENVOY).isPresent()) {
      return Optional.empty();
    }
    return ports.stream()
        .filter(namespace.listening()::contains)
        .sorted()
        .findFirst()
        .map(port ->
            new Problem(
                Reason.PROXY_PORT,
                "something in the task's network: listens on port %d, which is the gateway's"
                    .formatted(port),
                "move it, or the gateway's listener, to another port"));
  }

  private static Optional<Problem> users(TaskView task, int ignored) {
    var users = new TreeMap<String, String>();
    task.apps().forEach(app -> users.put(app.name(), app.user()));
    if (task.definition() instanceof DefinitionView.Known known) {
      known
          .containers()
          .forEach(c -> users.merge(c.name(), c.user(), (a, b) -> a.isEmpty() ? b : a));
    }
    return users.entrySet().stream()
        .filter(user -> user.getValue().split(":", 2)[0].equals(Integer.toString(ignored)))
        .findFirst()
        .map(user ->
            new Problem(
                Reason.IGNORED_UID,
                "container '%s': runs as user %d, whose connections go around Envoy"
                    .formatted(user.getKey(), ignored),
                "run it as another user, or set pillion.ignored-uid to a user of Envoy's own"));
  }
}
