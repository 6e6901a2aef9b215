package dev.pillion.inject.plan;

import dev.pillion.inject.plan.InjectionPlan.Refuse;
import dev.pillion.inject.plan.InjectionPlan.Skip;
import dev.pillion.inject.plan.InjectionPlan.Undecided;
import dev.pillion.inject.plan.InjectionPlan.Wait;
import dev.pillion.inject.task.ContainerView;
import dev.pillion.inject.task.DefinitionView;
import dev.pillion.inject.task.NamespaceView;
import dev.pillion.inject.task.OwnLabels;
import dev.pillion.inject.task.TaskView;
import dev.pillion.mesh.model.ProxyGroup;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Decides what is to be done with a task: same input, same plan.
public final class Planner {
  private final Injections injections;

  /// A planner for one host.
  public Planner(InjectorConfig config) {
    this.injections = new Injections(config);
  }

  /// Plans one task.
  ///
  /// @param namespace what is in its network namespace, if anyone has looked
  /// @param targets what the server said of a virtual node or gateway
  public InjectionPlan plan(
      TaskView task, NamespaceView namespace, Function<ProxyGroup, NodeTarget> targets) {
    var labels = new TaskLabels(task.joined().orElse(Map.of()));
    if (task.definition() instanceof DefinitionView.Known known) {
      known.containers().forEach(container -> labels.add(container.name(), container.labels()));
    } else {
      task.apps().forEach(container -> labels.add(container.name(), container.labels()));
    }
    return undecided(task, labels)
        .or(() -> without(task, labels))
        .or(() -> task.joined().isPresent() ? Optional.empty() : disabled(labels))
        .or(() -> task.joined().isPresent() ? Optional.empty() : late(task))
        .or(() -> pending(task, labels))
        .or(() -> refused(task, namespace, labels))
        .or(() -> pauseless(task))
        .orElseGet(() -> decided(task, namespace, labels, targets));
  }

  private static Optional<InjectionPlan> undecided(TaskView task, TaskLabels labels) {
    boolean open = !task.optedIn() && labels.isEmpty();
    return switch (task.definition()) {
      case DefinitionView.Known _ -> Optional.empty();
      case DefinitionView.Pending _ ->
          open
              ? Optional.of(
                  new Undecided(
                      "its task definition %s:%s".formatted(task.family(), task.revision()), false))
              : Optional.empty();
      case DefinitionView.Unavailable _ ->
          open && firstStart(task).isEmpty()
              ? Optional.of(new Undecided("its first container to start", true))
              : Optional.empty();
    };
  }

  private static Optional<InjectionPlan> without(TaskView task, TaskLabels labels) {
    if (!labels.isEmpty() || task.definition() instanceof DefinitionView.Pending) {
      return Optional.empty();
    }
    return Optional.of(
        task.joined().isEmpty()
            ? new Skip(Reason.NOT_OPTED_IN, "no container carries a pillion.* label")
            : new Refuse(
                Reason.MISSING_LABEL,
                "no container carries a pillion.* label, so its virtual node is not known",
                "give pillion join --virtual-node MESH/NAME"));
  }

  private static Optional<InjectionPlan> disabled(TaskLabels labels) {
    return labels.disabled()
        ? Optional.of(new Skip(Reason.DISABLED, "label pillion.inject says disabled"))
        : Optional.empty();
  }

  private static Optional<InjectionPlan> late(TaskView task) {
    if (task.optedIn() || !(task.definition() instanceof DefinitionView.Unavailable(var why))) {
      return Optional.empty();
    }
    return firstStart(task)
        .filter(first -> first.labels().keySet().stream().noneMatch(Labels::concerns))
        .map(first ->
            new Refuse(
                Reason.LATE_LABEL,
                ("container '%s' started first and carries no pillion.* label, a later one does;"
                        + " the task definition could not be read: %s")
                    .formatted(first.name(), why),
                "allow ecs:DescribeTaskDefinition to this host, or put the labels on container '"
                    + first.name()
                    + "'; then start the task again"));
  }

  private static Optional<InjectionPlan> pending(TaskView task, TaskLabels labels) {
    if (!(task.definition() instanceof DefinitionView.Pending)) {
      return Optional.empty();
    }
    boolean readable = !labels.isEmpty() && labels.problems().isEmpty();
    return Optional.of(
        new Wait(
            readable ? labels.group() : Optional.empty(),
            Reason.DEFINITION_PENDING,
            "task definition %s:%s is being read".formatted(task.family(), task.revision()),
            "wait; if it stays, see ecs in pillion status",
            readable ? Injections.options(task, labels) : TaskOptions.DEFAULT));
  }

  private static Optional<InjectionPlan> refused(
      TaskView task, NamespaceView namespace, TaskLabels labels) {
    List<Problem> wrong = labels.problems();
    List<Problem> all = wrong.isEmpty() ? Fitness.problems(task, namespace, labels) : wrong;
    return all.isEmpty() ? Optional.empty() : Optional.of(Problem.refusal(all));
  }

  private static Optional<InjectionPlan> pauseless(TaskView task) {
    return task.pause().isEmpty()
        ? Optional.of(new Undecided("its pause container", false))
        : Optional.empty();
  }

  private InjectionPlan decided(
      TaskView task,
      NamespaceView namespace,
      TaskLabels labels,
      Function<ProxyGroup, NodeTarget> targets) {
    ProxyGroup group = labels.group().orElseThrow();
    Optional<List<Integer>> given = labels.value(Labels.APP_PORTS);
    return switch (targets.apply(group)) {
      case NodeTarget.Exists(var ports, var off) ->
          switchedOff(task, off)
              .or(() -> taken(task, namespace, group, ports))
              .orElseGet(() ->
                  injections.inject(
                      task,
                      labels,
                      given.orElseGet(() -> ports.stream().sorted().toList()),
                      Injections.unheardPorts(group, given, ports)));
      case NodeTarget.Missing(var problem) -> missing(task, group, problem, labels);
      case NodeTarget.Unheard(var problem) ->
          given
              .<InjectionPlan>map(ports -> injections.inject(task, labels, ports, List.of()))
              .orElseGet(() ->
                  new Wait(
                      Optional.of(group),
                      Reason.SERVER_UNHEARD,
                      "the ports of %s '%s' are not known: %s"
                          .formatted(group.kind().spoken(), group.name(), problem),
                      switch (group.kind()) {
                        case VIRTUAL_NODE ->
                            "start the server or correct --server, or set pillion.app-ports";
                        case VIRTUAL_GATEWAY -> "start the server or correct --server";
                      },
                      Injections.options(task, labels)));
    };
  }

  /// A task that has its Envoy stays in the mesh.
  private static Optional<InjectionPlan> switchedOff(TaskView task, Optional<String> why) {
    return why.filter(_ -> task.sidecar(OwnLabels.ENVOY).isEmpty())
        .map(problem -> new Skip(Reason.INJECTION_OFF, problem));
  }

  /// A gateway's Envoy cannot listen where something else does.
  private static Optional<InjectionPlan> taken(
      TaskView task, NamespaceView namespace, ProxyGroup group, Set<Integer> ports) {
    return switch (group.kind()) {
      case VIRTUAL_NODE -> Optional.empty();
      case VIRTUAL_GATEWAY ->
          Fitness.gatewayPort(task, namespace, ports)
              .map(problem -> Problem.refusal(List.of(problem)));
    };
  }

  private static Wait missing(TaskView task, ProxyGroup group, String problem, TaskLabels labels) {
    boolean node = group.kind() == ProxyGroup.Kind.VIRTUAL_NODE;
    return new Wait(
        Optional.of(group),
        node ? Reason.VIRTUAL_NODE_MISSING : Reason.VIRTUAL_GATEWAY_MISSING,
        problem,
        "it goes on by itself after aws appmesh create-%s; with another label, start it again"
            .formatted(node ? "virtual-node" : "virtual-gateway"),
        Injections.options(task, labels));
  }

  private static Optional<ContainerView> firstStart(TaskView task) {
    return task.apps().stream().filter(app -> app.startedAt().isPresent()).findFirst();
  }
}
