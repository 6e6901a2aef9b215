package dev.pillion.inject.plan;

import dev.pillion.inject.envoy.Bootstrap;
import dev.pillion.inject.envoy.ProxyIdentity;
import dev.pillion.inject.task.ContainerView;
import dev.pillion.inject.task.OwnLabels;
import dev.pillion.inject.task.TaskView;
import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.routes.spec.RedirectSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Puts together what a task is to get, once everything about it is known and fit.
final class Injections {
  private static final long MEBIBYTE = 1L << 20;
  // Envoy 1.40 holds 66 MB with a small mesh.
  private static final long ENVOY_MEMORY = 256 * MEBIBYTE;
  // A bounded Java heap and iptables-restore.
  private static final long ROUTE_MANAGER_MEMORY = 128 * MEBIBYTE;
  // Envoy's own default is one thread per core of the host, for every task on it.
  private static final String CONCURRENCY = "2";
  // App Mesh's LISTENER_DRAIN_WAIT_TIME_S.
  private static final String DRAIN_SECONDS = "20";

  private final InjectorConfig config;

  Injections(InjectorConfig config) {
    this.config = config;
  }

  InjectionPlan inject(
      TaskView task, TaskLabels labels, List<Integer> ports, List<String> warnings) {
    ProxyGroup group = labels.group().orElseThrow();
    Optional<Problem> taken =
        Fitness.proxyPort("a listener of the " + group.kind().spoken(), ports, group.kind());
    if (taken.isPresent()) {
      return Problem.refusal(List.of(taken.get()));
    }
    ContainerView pause = task.pause().orElseThrow();
    int uid = labels.value(Labels.IGNORED_UID).orElse(InjectorConfig.PROXY_UID);
    var identity =
        new ProxyIdentity(group, task.arn(), task.family(), task.revision(), task.cluster());
    return new InjectionPlan.Inject(
        group,
        envoy(task, pause, labels, uid),
        switch (group.kind()) {
          case VIRTUAL_NODE ->
              new Interception.Redirected(routeManager(task, pause), redirect(labels, ports, uid));
          case VIRTUAL_GATEWAY -> new Interception.Front(ports);
        },
        Bootstrap.of(identity),
        options(task, labels),
        warnings);
  }

  private EnvoyContainer envoy(TaskView task, ContainerView pause, TaskLabels labels, int uid) {
    var mounts = new ArrayList<BindMount>();
    // The directory, never the socket in it: the agent makes that anew at each start.
    mounts.add(
        new BindMount(config.runDirectory() + "/tasks/" + task.id(), Bootstrap.DIRECTORY, false));
    mounts.addAll(labels.value(Labels.BIND_MOUNTS).orElse(List.of()));
    return new EnvoyContainer(
        "pillion-envoy-" + task.id(),
        labels.value(Labels.ENVOY_IMAGE).orElse(config.envoyImage()),
        uid,
        labels.value(Labels.ENVOY_MEMORY).orElse(ENVOY_MEMORY),
        List.of(
            "-c",
            Bootstrap.FILE,
            "--log-level",
            labels.value(Labels.ENVOY_LOG_LEVEL).orElse("info"),
            "--concurrency",
            CONCURRENCY,
            "--drain-time-s",
            DRAIN_SECONDS,
            "--disable-hot-restart"),
        pause.id(),
        ownLabels(OwnLabels.ENVOY, task, pause),
        mounts);
  }

  private RouteManagerContainer routeManager(TaskView task, ContainerView pause) {
    return new RouteManagerContainer(
        "pillion-route-manager-" + task.id(),
        config.routeManagerImage(),
        ROUTE_MANAGER_MEMORY,
        pause.id(),
        ownLabels(OwnLabels.ROUTE_MANAGER, task, pause));
  }

  private static RedirectSpec redirect(TaskLabels labels, List<Integer> ports, int uid) {
    return new RedirectSpec(
        OptionalInt.of(uid),
        OptionalInt.empty(),
        InjectorConfig.INGRESS_PORT,
        InjectorConfig.EGRESS_PORT,
        ports,
        labels.value(Labels.EGRESS_IGNORED_IPS).orElse(List.of()),
        labels.value(Labels.EGRESS_IGNORED_PORTS).orElse(List.of()),
        true);
  }

  private static Map<String, String> ownLabels(String role, TaskView task, ContainerView pause) {
    return Map.of(
        OwnLabels.ROLE, role,
        OwnLabels.TASK, task.id(),
        OwnLabels.TASK_ARN, task.arn(),
        OwnLabels.NETNS, pause.id());
  }

  /// A task that joins runs already, and outside the mesh: nothing of it waits for Envoy.
  static TaskOptions options(TaskView task, TaskLabels labels) {
    return new TaskOptions(
        task.joined().isPresent()
            ? new HoldPolicy.Open()
            : labels.value(Labels.HOLD).orElse(TaskOptions.DEFAULT.hold()),
        labels.value(Labels.EXPOSED).orElse(TaskOptions.DEFAULT.exposed()),
        labels.value(Labels.ENVOY_FAILURE).orElse(TaskOptions.DEFAULT.failure()));
  }

  /// A warning for app ports that the virtual node does not listen on.
  static List<String> unheardPorts(
      ProxyGroup group, Optional<List<Integer>> given, Set<Integer> listenerPorts) {
    return given.orElse(List.of()).stream()
        .filter(port -> !listenerPorts.contains(port))
        .map(port ->
            ("app port %d: virtual node '%s' has no listener on it, so Envoy closes what comes"
                    + " in; add the listener or take the port out of pillion.app-ports")
                .formatted(port, group.name()))
        .toList();
  }
}
