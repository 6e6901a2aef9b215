package dev.pillion.inject.plan;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.pillion.inject.task.ContainerView;
import dev.pillion.inject.task.ContainerView.State;
import dev.pillion.inject.task.DefinitionView;
import dev.pillion.inject.task.EcsLabels;
import dev.pillion.inject.task.NamespaceView;
import dev.pillion.inject.task.TaskView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Tasks for tests: awsvpc-shaped, with a running pause container and a readable definition unless
/// something else is said.
record Tasks(List<ContainerView> containers, DefinitionView definition, boolean optedIn) {
  static final String ARN = "arn:aws:ecs:eu-central-1:123456789012:task/prod/0123abcd";
  static final String PAUSE_ID = "a".repeat(64);
  static final Instant START = Instant.parse("2026-11-23T03:00:00Z");
  static final InjectorConfig CONFIG =
      new InjectorConfig("/run/pillion", "envoyproxy/envoy:v1.40.0", "pillion/route-manager:dev");
  static final Map<String, String> FRONT =
      Map.of("pillion.mesh", "demo", "pillion.virtual-node", "front");

  static Tasks of(ContainerView... apps) {
    var all = new ArrayList<ContainerView>();
    all.add(pause());
    all.addAll(List.of(apps));
    return new Tasks(all, definitionOf(apps), false);
  }

  /// A task with one started container that carries these labels.
  static Tasks labelled(Map<String, String> labels) {
    return of(app("app", labels, 200));
  }

  /// The labels of a task of virtual node `front`, and one more.
  static Tasks labelled(String name, String value) {
    return labelled(with(FRONT, name, value));
  }

  static Map<String, String> with(Map<String, String> labels, String name, String value) {
    var more = new HashMap<>(labels);
    more.put(name, value);
    return more;
  }

  static ContainerView pause() {
    return new ContainerView(
        PAUSE_ID,
        "amazon/amazon-ecs-pause:0.1.0",
        ecs(EcsLabels.PAUSE, Map.of()),
        State.RUNNING,
        "none",
        "",
        Set.of(),
        Optional.of(START),
        100);
  }

  /// A container that started so many milliseconds after the pause container; not at all when
  /// negative.
  static ContainerView app(String name, Map<String, String> labels, long startedAfter) {
    return app(name, labels, startedAfter, "container:" + PAUSE_ID, "", Set.of());
  }

  static ContainerView app(
      String name,
      Map<String, String> labels,
      long startedAfter,
      String networkMode,
      String user,
      Set<Integer> ports) {
    boolean started = startedAfter >= 0;
    return new ContainerView(
        "%064x".formatted(name.hashCode() & 0xffff),
        "app:1",
        ecs(name, labels),
        started ? State.RUNNING : State.CREATED,
        networkMode,
        user,
        ports,
        started ? Optional.of(START.plusMillis(startedAfter)) : Optional.empty(),
        started ? 200 : 0);
  }

  private static Map<String, String> ecs(String name, Map<String, String> labels) {
    var all = new HashMap<>(labels);
    all.put(EcsLabels.TASK_ARN, ARN);
    all.put(EcsLabels.CONTAINER_NAME, name);
    all.put(EcsLabels.FAMILY, "web");
    all.put(EcsLabels.REVISION, "3");
    all.put(EcsLabels.CLUSTER, "prod");
    return all;
  }

  static DefinitionView.Known definitionOf(ContainerView... apps) {
    return new DefinitionView.Known(
        List.of(apps).stream()
            .map(app ->
                new DefinitionView.Container(app.name(), app.labels(), app.user(), app.tcpPorts()))
            .toList(),
        "",
        false);
  }

  Tasks withDefinition(DefinitionView other) {
    return new Tasks(containers, other, optedIn);
  }

  Tasks unreadable() {
    return withDefinition(new DefinitionView.Unavailable("AccessDeniedException"));
  }

  Tasks afterOptingIn() {
    return new Tasks(containers, definition, true);
  }

  Tasks withoutPause() {
    return new Tasks(
        containers.stream().filter(c -> !c.name().equals(EcsLabels.PAUSE)).toList(),
        definition,
        optedIn);
  }

  TaskView view() {
    return TaskView.of(ARN, containers, definition, optedIn);
  }

  /// The rules of a plan that has some.
  static Interception.Redirected redirected(InjectionPlan.Inject plan) {
    return assertInstanceOf(Interception.Redirected.class, plan.interception());
  }

  /// The plan where the virtual node listens on port 8080.
  InjectionPlan plan() {
    return plan(NamespaceView.EMPTY);
  }

  InjectionPlan plan(NamespaceView namespace) {
    return new Planner(CONFIG).plan(view(), namespace, _ -> new NodeTarget.Exists(Set.of(8080)));
  }

  InjectionPlan planWhere(NodeTarget target) {
    return new Planner(CONFIG).plan(view(), NamespaceView.EMPTY, _ -> target);
  }
}
