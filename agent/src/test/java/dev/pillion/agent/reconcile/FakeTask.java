package dev.pillion.agent.reconcile;

import dev.pillion.agent.choice.Choices;
import dev.pillion.agent.cloudmap.TaskDefinitions;
import dev.pillion.agent.envoy.EnvoyProbe;
import dev.pillion.agent.report.ServerLink.Target;
import dev.pillion.inject.apply.ContainerDetail;
import dev.pillion.inject.apply.FakeRuntime;
import dev.pillion.inject.apply.ImagePulls;
import dev.pillion.inject.apply.Injector;
import dev.pillion.inject.apply.TaskDirectories;
import dev.pillion.inject.plan.InjectorConfig;
import dev.pillion.inject.plan.Planner;
import dev.pillion.inject.task.ContainerView;
import dev.pillion.inject.task.DefinitionView;
import dev.pillion.inject.task.EcsLabels;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.ProxyGroup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/// A host with one task on it, everything real but Docker, the kernel, Envoy and the server.
final class FakeTask {
  static final String ARN = "arn:aws:ecs:eu-west-1:1:task/demo/t1";
  static final String ENVOY = "pillion-envoy-t1";
  static final String ROUTES = "pillion-route-manager-t1";
  static final ProxyGroup FRONT = ProxyGroup.virtualNode("demo", "front");
  static final Map<String, String> OPT_IN = Map.of("pillion.virtual-node", "demo/front");

  final MutableClock clock = new MutableClock();
  final FakeRuntime runtime = new FakeRuntime(clock);
  final FakeNamespaces namespaces = new FakeNamespaces(this::routesRan);
  final FakeServer server = new FakeServer();
  final FakeRelays relays = new FakeRelays();
  volatile EnvoyProbe.Readiness envoy = new EnvoyProbe.Readiness.Waiting("it has no listeners yet");
  volatile OptionalLong connections = OptionalLong.of(0);

  /// How often its clients were asked to connect anew.
  int discouraged;

  /// What Envoy was told of draining.
  final List<Boolean> drains = new ArrayList<>();

  DefinitionView definition = new DefinitionView.Unavailable("no ECS API");
  final Host host;
  TaskMachine machine;

  private final Map<String, String> ids = new HashMap<>();

  FakeTask(Path run) {
    this(run, false);
  }

  FakeTask(Path run, boolean dryRun) {
    var directories = new TaskDirectories(run.resolve("tasks"));
    var pulls = new ImagePulls(runtime, Runnable::run, clock, () -> {});
    host =
        new Host(
            runtime,
            namespaces,
            new Planner(new InjectorConfig(run.toString(), "envoy:1", "routes:1")),
            new Injector(runtime, directories, pulls, Optional.empty(), Runnable::run),
            directories,
            new FakeEnvoy(),
            relays,
            server,
            definitions(),
            Choices.in(run.resolve("state")),
            Duration.ofSeconds(1),
            dryRun,
            clock);
    machine = new TaskMachine(host, ARN);
    runtime.image("envoy:1");
    runtime.image("routes:1", 0, "");
    server.targets.put(FRONT, new Target.Exists(Set.of(8080)));
  }

  private TaskDefinitions definitions() {
    return new TaskDefinitions() {
      @Override
      public DefinitionView view(String family, String revision) {
        return definition;
      }

      @Override
      public void onChange(Runnable listener) {}
    };
  }

  private final class FakeEnvoy implements EnvoyProbe {
    @Override
    public Readiness readiness(Path adminSocket) {
      return envoy;
    }

    @Override
    public OptionalLong connections(Path adminSocket) {
      return connections;
    }

    @Override
    public void discourage(Path adminSocket) {
      discouraged++;
    }

    @Override
    public void drain(Path adminSocket, boolean draining) {
      drains.add(draining);
    }
  }

  private boolean routesRan() {
    return runtime
        .inspect(ROUTES)
        .filter(c -> c.view().state() == ContainerView.State.EXITED && c.exitCode() == 0)
        .isPresent();
  }

  static Map<String, String> labels(String name, Map<String, String> own) {
    var labels = new HashMap<>(own);
    labels.put(EcsLabels.TASK_ARN, ARN);
    labels.put(EcsLabels.CONTAINER_NAME, name);
    labels.put(EcsLabels.FAMILY, "front");
    labels.put(EcsLabels.REVISION, "3");
    return labels;
  }

  /// The pause container starts, and the agent hears of it.
  Standing pauseStarts() {
    String pause = create(EcsLabels.PAUSE, Map.of(), "none", "");
    runtime.start(pause);
    return look(EcsLabels.PAUSE);
  }

  /// An app container is created, and the agent hears of it.
  Standing appCreated(String name, Map<String, String> labels) {
    create(name, labels, "container:" + ids.get(EcsLabels.PAUSE), "");
    return look(name);
  }

  /// An app container starts, and the agent hears of it.
  Standing appStarts(String name) {
    runtime.start(id(name));
    return look(name);
  }

  String create(String name, Map<String, String> labels, String network, String user) {
    String id = runtime.foreign("ecs-" + name, labels(name, labels), network, user);
    ids.put(name, id);
    return id;
  }

  String id(String name) {
    return ids.getOrDefault(
        name, runtime.inspect(name).map(ContainerDetail::id).orElse("none-" + name));
  }

  /// The agent hears of a container.
  Standing look(String name) {
    return passed(Hints.Batch.container(id(name)));
  }

  /// Time passes, nothing is heard.
  Standing again() {
    return passed(Hints.Batch.NONE);
  }

  Standing passed(Hints.Batch batch) {
    return machine.pass(batch).orElseThrow().standing();
  }

  /// A new agent's first look.
  Standing restarted() {
    machine = new TaskMachine(host, ARN);
    return passed(Hints.Batch.ALL);
  }

  void envoyIsReady() {
    namespaces.listening.addAll(Set.of(15000, 15001));
    envoy = new EnvoyProbe.Readiness.Ready();
  }

  /// A person asks to have it join.
  Standing join(Map<String, String> labels) {
    return wish(answer -> new Wish.Join(labels, answer));
  }

  /// A person asks to have it leave.
  Standing leave(Duration drain) {
    return wish(answer -> new Wish.Leave(drain, answer));
  }

  private Standing wish(Function<CompletableFuture<TaskReport>, Wish> wish) {
    var answer = new CompletableFuture<TaskReport>();
    passed(new Hints.Batch(false, Set.of(), Map.of(), List.of(wish.apply(answer))));
    try {
      return answer.join().standing();
    } catch (CompletionException e) {
      throw e.getCause() instanceof MeshException known ? known : e;
    }
  }

  /// A task that opts in and has been released.
  void meshed() {
    pauseStarts();
    appCreated("app", OPT_IN);
    envoyIsReady();
    again();
    appStarts("app");
    namespaces.done();
    runtime.writes();
  }

  TaskReport report() {
    return machine.report().orElseThrow();
  }

  List<String> writes() {
    return runtime.writes();
  }
}
