package dev.pillion.inject.apply;

import dev.pillion.inject.apply.ContainerRuntime.Created;
import dev.pillion.inject.apply.ContainerRuntime.Started;
import dev.pillion.inject.plan.InjectionPlan.Inject;
import dev.pillion.inject.plan.Interception;
import dev.pillion.inject.plan.Reason;
import dev.pillion.inject.task.ContainerView;
import dev.pillion.inject.task.OwnLabels;
import dev.pillion.routes.spec.Backend;
import dev.pillion.routes.spec.Place;
import dev.pillion.routes.spec.RouteEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/// Carries plans out. Every call does what is missing and no more, so that applying twice is as
/// once; containers are known by their names, which hold the task's id.
public final class Injector {
  private static final Duration STOP_GRACE = Duration.ofSeconds(1);
  private static final int LOG_LINES = 5;

  private final ContainerRuntime runtime;
  private final TaskDirectories directories;
  private final ImagePulls pulls;
  private final Optional<Backend> backend;
  private final Executor executor;

  /// An injector for one host.
  ///
  /// @param backend the iptables backend for namespaces without rules; empty for the host's
  /// @param executor runs one blocking call each
  public Injector(
      ContainerRuntime runtime,
      TaskDirectories directories,
      ImagePulls pulls,
      Optional<Backend> backend,
      Executor executor) {
    this.runtime = runtime;
    this.directories = directories;
    this.pulls = pulls;
    this.backend = backend;
    this.executor = executor;
  }

  /// Makes the task's directory, with what its Envoy starts from.
  public void prepare(String taskId, Inject plan) {
    directories.write(taskId, plan);
  }

  /// Rules and Envoy, side by side, once the directory is there.
  ///
  /// @param namespace inode of the task's network namespace
  /// @param notes labels of the caller's own for the Envoy container
  public Applied apply(Inject plan, long namespace, Map<String, String> notes) {
    var routes = CompletableFuture.supplyAsync(() -> routes(plan, namespace), executor);
    Side envoy = envoy(plan, notes);
    return new Applied(envoy, routes.join());
  }

  /// Envoy alone: a running one is left as it is, a stopped one is started again, or made anew
  /// where the plan has changed.
  public Side envoy(Inject plan, Map<String, String> notes) {
    ContainerSpec spec = Specs.envoy(plan.envoy(), notes);
    Optional<ContainerDetail> there = runtime.inspect(spec.name());
    if (there.isPresent() && !there.get().running() && !sameSpec(there.get(), spec)) {
      runtime.remove(there.get().id());
      there = Optional.empty();
    }
    return there
        .map(container ->
            container.running()
                ? new Side.Running(container)
                : started(container.id(), spec, Side.Running::new))
        .orElseGet(() -> created(spec, Reason.ENVOY_IMAGE, Side.Running::new));
  }

  /// The route-manager alone, where the plan has one: one that ended well is left as it is, one
  /// that failed or had other values is made anew.
  public Side routes(Inject plan, long namespace) {
    return switch (plan.interception()) {
      case Interception.Redirected redirected -> routes(redirected, namespace);
      case Interception.Front _ -> new Side.Done();
    };
  }

  private Side routes(Interception.Redirected plan, long namespace) {
    var place = new Place(backend, OptionalLong.of(namespace));
    var environment = new RouteEnvironment(plan.redirect(), true, place).variables();
    ContainerSpec spec = Specs.routes(plan.routes(), environment);
    Optional<ContainerDetail> there = runtime.inspect(spec.name());
    if (there.isPresent() && !sameSpec(there.get(), spec)) {
      runtime.remove(there.get().id());
      there = Optional.empty();
    }
    if (there.isEmpty()) {
      return created(spec, Reason.ROUTE_MANAGER_IMAGE, this::routes);
    }
    ContainerDetail container = there.get();
    return container.view().state() == ContainerView.State.CREATED
        ? started(container.id(), spec, this::routes)
        : routes(container);
  }

  private Side routes(ContainerDetail container) {
    if (container.running()) {
      return new Side.Running(container);
    }
    return container.exitCode() == 0 ? new Side.Done() : failed(container);
  }

  /// Forgets a route-manager that ended, so that the next call runs it again.
  public void forgetRoutes(Inject plan) {
    if (plan.interception() instanceof Interception.Redirected(var routes, _)) {
      runtime.inspect(routes.name()).ifPresent(container -> runtime.remove(container.id()));
    }
  }

  /// Takes both containers and the directory of a task away, whatever state they are in.
  ///
  /// @return whether there was a container
  public boolean remove(String taskId) {
    List<ContainerSummary> ours =
        runtime.list(OwnLabels.TASK + "=" + taskId).stream()
            .filter(container -> container.labels().containsKey(OwnLabels.ROLE))
            .toList();
    for (ContainerSummary container : ours) {
      if (container.state() == ContainerView.State.RUNNING) {
        runtime.stop(container.id(), STOP_GRACE);
      }
      runtime.remove(container.id());
    }
    directories.remove(taskId);
    return !ours.isEmpty();
  }

  private static boolean sameSpec(ContainerDetail container, ContainerSpec spec) {
    return container
        .view()
        .labels()
        .getOrDefault(Specs.SPEC, "")
        .equals(spec.labels().get(Specs.SPEC));
  }

  private Side created(ContainerSpec spec, Reason image, Function<ContainerDetail, Side> shown) {
    return switch (runtime.create(spec)) {
      case Created.Container(var id) -> started(id, spec, shown);
      case Created.NoImage _ -> pulled(spec.image(), image);
      case Created.NameTaken(var problem) -> new Side.Waiting(problem);
      case Created.Refused(var problem) -> refused(spec, problem);
    };
  }

  private Side started(String id, ContainerSpec spec, Function<ContainerDetail, Side> shown) {
    return switch (runtime.start(id)) {
      case Started.Running _ ->
          runtime
              .inspect(id)
              .map(shown)
              .orElseGet(() -> new Side.Waiting("container " + spec.name() + " to appear"));
      case Started.Refused(var problem) -> refused(spec, problem);
    };
  }

  private Side pulled(String image, Reason reason) {
    return switch (pulls.want(image)) {
      case ImagePulls.Pull.Running _ -> new Side.Waiting("image " + image + " to be pulled");
      case ImagePulls.Pull.Failed(var problem) ->
          new Side.Failed(
              reason,
              "image %s cannot be pulled: %s".formatted(image, problem),
              reason == Reason.ENVOY_IMAGE
                  ? "correct pillion.envoy-image or PILLION_ENVOY_IMAGE, or let this host reach the"
                      + " registry"
                  : "run scripts/images, or set PILLION_ROUTE_MANAGER_IMAGE");
    };
  }

  private static Side refused(ContainerSpec spec, String problem) {
    return new Side.Failed(
        Reason.CONTAINER_REFUSED,
        "Docker refused container %s: %s".formatted(spec.name(), problem),
        "do as Docker's words say; it is tried again");
  }

  private Side failed(ContainerDetail container) {
    String words = runtime.tail(container.id(), LOG_LINES);
    return new Side.Failed(
        Reason.ROUTE_MANAGER_FAILED,
        "route-manager ended with status %d: %s"
            .formatted(container.exitCode(), words.isEmpty() ? "no output" : words),
        "do as its words say; it is tried again");
  }
}
