package dev.pillion.inject.definition;

import dev.pillion.inject.plan.InjectionPlan;
import dev.pillion.inject.plan.InjectorConfig;
import dev.pillion.inject.plan.NodeTarget;
import dev.pillion.inject.plan.Planner;
import dev.pillion.inject.task.ContainerView;
import dev.pillion.inject.task.EcsLabels;
import dev.pillion.inject.task.NamespaceView;
import dev.pillion.inject.task.TaskView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What an agent would decide about a task of a definition: the same planner decides here.
final class Decision {
  private static final Planner PLANNER = new Planner(new InjectorConfig("/run/pillion", "", ""));
  // As every awsvpc task has one once it starts.
  private static final ContainerView PAUSE =
      new ContainerView(
          "",
          "",
          Map.of(EcsLabels.CONTAINER_NAME, EcsLabels.PAUSE),
          ContainerView.State.RUNNING,
          "none",
          "",
          Set.of(),
          Optional.empty(),
          0);

  private Decision() {}

  /// The plan of a task whose virtual node or gateway listens on the ports that the containers
  /// declare.
  ///
  /// @throws dev.pillion.mesh.model.MeshException when the agent would refuse it, with its remedy
  static InjectionPlan of(TaskDefinition definition) {
    // Its network mode is told by the definition alone, before there is a pause container.
    InjectionPlan first = plan(definition, Optional.empty());
    InjectionPlan plan =
        first instanceof InjectionPlan.Undecided ? plan(definition, Optional.of(PAUSE)) : first;
    if (plan instanceof InjectionPlan.Refuse(_, var message, var remedy)) {
      throw definition.refusal(message, remedy);
    }
    return plan;
  }

  private static InjectionPlan plan(TaskDefinition definition, Optional<ContainerView> pause) {
    var task =
        new TaskView("", pause, List.of(), List.of(), definition.view(), true, Optional.empty());
    return PLANNER.plan(
        task,
        NamespaceView.EMPTY,
        group ->
            new NodeTarget.Exists(
                switch (group.kind()) {
                  case VIRTUAL_NODE -> definition.tcpPorts();
                  case VIRTUAL_GATEWAY -> Set.of();
                }));
  }
}
