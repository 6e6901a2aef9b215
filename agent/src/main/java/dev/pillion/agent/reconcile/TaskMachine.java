package dev.pillion.agent.reconcile;

import dev.pillion.agent.choice.Choice;
import dev.pillion.agent.netns.Namespaces.Inspection;
import dev.pillion.agent.report.ServerLink;
import dev.pillion.inject.apply.ContainerDetail;
import dev.pillion.inject.plan.InjectionPlan;
import dev.pillion.inject.plan.NodeTarget;
import dev.pillion.inject.plan.Reason;
import dev.pillion.inject.task.ContainerView;
import dev.pillion.inject.task.DefinitionView;
import dev.pillion.inject.task.EcsLabels;
import dev.pillion.inject.task.NamespaceView;
import dev.pillion.inject.task.OwnLabels;
import dev.pillion.inject.task.TaskView;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.ProxyGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One task: what is against what should be, and the next step. Owned by one thread.
final class TaskMachine {
  private static final Logger LOG = LoggerFactory.getLogger(TaskMachine.class);

  private final Host host;
  private final String arn;
  private final TaskContainers containers;
  private final TaskHold hold;
  private final Membership membership;
  private final Drain drain;
  private Meshing meshing;
  private Leaving leaving;

  private @Nullable Inspection survey;
  private boolean surveyedEarly;
  private boolean optedIn;
  private boolean begun;
  private Optional<Instant> letGoAt = Optional.empty();
  private @Nullable TaskReport report;

  TaskMachine(Host host, String arn) {
    this.host = host;
    this.arn = arn;
    this.containers = new TaskContainers(host.runtime(), arn);
    this.hold = new TaskHold(host.namespaces(), host.clock());
    this.membership = new Membership(host, arn, id());
    this.drain = new Drain(host, containers, id());
    this.meshing = new Meshing(host, containers, hold, id());
    this.leaving = new Leaving(host, containers, hold, id());
  }

  String id() {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  /// One look and one step.
  ///
  /// @return empty once the task is over and nothing of it is left
  Optional<Outcome> pass(Hints.Batch batch) {
    // Before and after: one that is gone was something, too.
    var touched = new HashSet<>(roles(batch));
    containers.refresh(batch);
    touched.addAll(roles(batch));
    if (containers.ended()) {
      tearDown();
      return Optional.empty();
    }
    drain.pass(report);
    drain.noteSignals(batch.signals());
    Optional<ContainerDetail> pause = containers.pause();
    if (pause.isPresent() && pause.get().running()) {
      before(pause.get());
    }
    List<Wish> followed = batch.wishes().stream().filter(wish -> follow(wish, pause)).toList();
    Outcome outcome = step(pause, touched);
    look(pause, outcome);
    followed.forEach(wish -> wish.answer().complete(Objects.requireNonNull(report)));
    return Optional.of(outcome);
  }

  Optional<TaskReport> report() {
    return Optional.ofNullable(report);
  }

  private boolean follow(Wish wish, Optional<ContainerDetail> pause) {
    try {
      if (host.dryRun()) {
        throw new MeshException(
            MeshException.Code.INVALID,
            "task " + id(),
            "the agent of this host runs with --dry-run and touches nothing",
            "start it without");
      }
      boolean ours = optedIn || containers.sidecar(OwnLabels.ENVOY).isPresent();
      membership.follow(wish, report, ours, labels -> rehearse(pause, labels));
      return true;
    } catch (MeshException e) {
      wish.answer().completeExceptionally(e);
      return false;
    }
  }

  /// What the plan would be if it joined; its apps run, so their ports are looked at now.
  private InjectionPlan rehearse(Optional<ContainerDetail> pause, Map<String, String> labels) {
    if (pause.isPresent() && pause.get().running()) {
      survey = host.namespaces().inspect(pause.get().view().pid());
    }
    return plan(containers.view(definition(), optedIn).joined(labels));
  }

  /// Leaves everything as it is.
  void abandon() {
    hold.abandon();
  }

  /// What must not wait for the decision: the hold of a task whose apps have not started, and what
  /// an earlier agent left.
  private void before(ContainerDetail pause) {
    if (begun || host.dryRun()) {
      return;
    }
    boolean fresh =
        containers.sidecar(OwnLabels.ENVOY).isEmpty()
            && containers.all().stream()
                .allMatch(c -> c.id().equals(pause.id()) || c.view().startedAt().isEmpty());
    if (fresh) {
      hold.arm(pause.view().pid());
      begun = true;
      return;
    }
    Inspection found = host.namespaces().inspect(pause.view().pid());
    survey = found;
    meshing.restore(found);
    drain.restore();
    switch (found.leftover()) {
      case ABSENT -> meshing.adopt();
      case BYPASSED -> hold.arm(pause.view().pid());
      case CLOSED -> hold.armAgain(pause.view().pid());
    }
    begun = true;
  }

  /// While it waits for the decision there is time for a look into the namespace.
  private void look(Optional<ContainerDetail> pause, Outcome outcome) {
    if (survey == null && hold.armed() && outcome.standing() instanceof Standing.Undecided) {
      survey(pause.orElseThrow(), view(new DefinitionView.Pending()));
    }
  }

  private Set<String> roles(Hints.Batch batch) {
    if (batch.all()) {
      return Set.of(OwnLabels.ENVOY, OwnLabels.ROUTE_MANAGER);
    }
    return batch.containers().stream()
        .flatMap(id -> containers.byId(id).stream())
        .flatMap(container -> container.view().role().stream())
        .collect(Collectors.toSet());
  }

  private Outcome step(Optional<ContainerDetail> pause, Set<String> touched) {
    if (pause.isPresent() && !pause.get().running()) {
      return told(
          Outcome.settled(new Standing.Undecided("its pause container to start", false)),
          view(new DefinitionView.Pending()),
          Optional.empty());
    }
    TaskView view = view(definition());
    if (!host.dryRun()
        && pause.isPresent()
        && membership.choice().orElse(null) instanceof Choice.Left left) {
      optedIn = false;
      return told(leaving(pause.get().view().pid(), left), view, Optional.empty());
    }
    InjectionPlan plan = plan(view);
    // Why a task is refused may be seen inside better than from its labels, too.
    boolean asks = plan.optedIn() || plan instanceof InjectionPlan.Refuse;
    if (asks && pause.isPresent() && unseen(view)) {
      survey(pause.get(), view);
      plan = plan(view);
    }
    if (host.dryRun()) {
      return told(Outcome.settled(DryRun.would(plan)), view, Optional.of(plan));
    }
    optedIn |= plan.optedIn();
    Outcome outcome =
        switch (plan) {
          case InjectionPlan.Undecided undecided -> undecided(view, undecided);
          case InjectionPlan.Skip skip ->
              letGo(new Standing.Skipped(new Note(skip.reason(), skip.message(), "")));
          case InjectionPlan.Refuse refuse ->
              refused(new Note(refuse.reason(), refuse.message(), refuse.remedy()));
          case InjectionPlan.Wait wait -> meshing.waiting(view, wait);
          case InjectionPlan.Inject inject -> meshing.pass(view, inject, touched);
        };
    return told(outcome, view, Optional.of(plan));
  }

  private Outcome leaving(long pid, Choice.Left choice) {
    if (!membership.out()) {
      Optional<Outcome> yet = leaving.pass(pid, choice.until());
      if (yet.isPresent()) {
        return yet.get();
      }
      membership.isOut();
      meshing = new Meshing(host, containers, hold, id());
      leaving = new Leaving(host, containers, hold, id());
    }
    return Outcome.settled(
        new Standing.Skipped(
            new Note(
                Reason.LEFT, "left the mesh by pillion leave", "pillion join brings it back")));
  }

  /// ECS sets up a task's network after its pause container's start and before its apps: what was
  /// seen before these may not be all.
  private boolean unseen(TaskView view) {
    return survey == null
        || (surveyedEarly && !view.apps().isEmpty() && view.sidecar(OwnLabels.ENVOY).isEmpty());
  }

  private void survey(ContainerDetail pause, TaskView view) {
    survey = host.namespaces().inspect(pause.view().pid());
    surveyedEarly = view.apps().isEmpty();
  }

  private DefinitionView definition() {
    return containers.all().stream()
        .map(container -> container.view().labels())
        .filter(labels -> labels.containsKey(EcsLabels.FAMILY))
        .findFirst()
        .map(labels ->
            host.definitions()
                .view(
                    labels.getOrDefault(EcsLabels.FAMILY, ""),
                    labels.getOrDefault(EcsLabels.REVISION, "")))
        .orElseGet(() -> new DefinitionView.Unavailable("no container names its definition"));
  }

  private TaskView view(DefinitionView definition) {
    TaskView view = containers.view(definition, optedIn);
    return membership.joined().map(view::joined).orElse(view);
  }

  /// Envoy's own ports are no conflict, so a namespace that has one is planned as if empty.
  private InjectionPlan plan(TaskView view) {
    Inspection found = survey;
    var namespace =
        found == null || view.sidecar(OwnLabels.ENVOY).isPresent()
            ? NamespaceView.EMPTY
            : new NamespaceView(found.foreignRedirects(), found.listening());
    return host.planner().plan(view, namespace, this::target);
  }

  private NodeTarget target(ProxyGroup group) {
    return switch (host.server().target(group)) {
      case ServerLink.Target.Exists(var ports, var off) -> new NodeTarget.Exists(ports, off);
      case ServerLink.Target.Missing(var problem) -> new NodeTarget.Missing(problem);
      case ServerLink.Target.Unheard(var problem) -> new NodeTarget.Unheard(problem);
    };
  }

  private Outcome undecided(TaskView view, InjectionPlan.Undecided plan) {
    var standing = new Standing.Undecided(plan.waitingFor(), plan.startDecides());
    Optional<Instant> start = firstStart(view);
    if (start.isEmpty() || !hold.armed()) {
      return Outcome.settled(standing);
    }
    Duration left =
        Duration.between(host.clock().instant(), start.get().plus(host.undecidedHold()));
    if (left.isPositive()) {
      return Outcome.again(standing, left);
    }
    hold.release();
    return Outcome.settled(standing);
  }

  private Outcome letGo(Standing standing) {
    if (letGoAt.isEmpty()) {
      letGoAt = hold.firstHeld().map(_ -> host.clock().instant());
    }
    hold.release();
    return Outcome.settled(standing);
  }

  /// A task that has its Envoy already keeps it: its rules lead there.
  private Outcome refused(Note note) {
    if (containers.sidecar(OwnLabels.ENVOY).isEmpty()) {
      return letGo(new Standing.Refused(note));
    }
    return Outcome.settled(meshing.kept(note));
  }

  private static Optional<Instant> firstStart(TaskView view) {
    return view.apps().stream().flatMap(app -> app.startedAt().stream()).findFirst();
  }

  private Outcome told(Outcome outcome, TaskView view, Optional<InjectionPlan> plan) {
    Optional<Duration> exposed = firstStart(view).flatMap(hold::exposedFor).filter(_ -> optedIn);
    Standing standing = shown(outcome.standing(), exposed);
    Optional<Instant> started = view.pause().flatMap(ContainerView::startedAt);
    report =
        new TaskReport(
            view.id(),
            arn,
            view.family(),
            view.revision(),
            view.cluster(),
            standing,
            plan.flatMap(InjectionPlan::group),
            view.pause().map(ContainerView::id).orElse(""),
            containers.sidecar(OwnLabels.ENVOY).map(ContainerDetail::id).orElse(""),
            started,
            since(started, hold.firstHeld()),
            membership.joined().isPresent()
                ? Optional.empty()
                : since(started, meshing.releasedAt().or(() -> letGoAt)),
            exposed,
            meshing.appPorts(),
            meshing.addresses(),
            meshing.envoyEnds(),
            meshing.repairs(),
            membership.joined().isPresent(),
            optedIn,
            drain.on(),
            view.apps().stream().map(ContainerView::id).toList());
    return drain.isDue()
        ? Outcome.again(standing, Duration.ZERO)
        : new Outcome(standing, outcome.again());
  }

  private Standing shown(Standing standing, Optional<Duration> exposed) {
    if (!(standing instanceof Standing.Released(var besides))) {
      return standing;
    }
    Optional<Note> note = besides.or(() -> exposed.map(TaskMachine::exposedNote));
    return drain.on() ? new Standing.Draining(note) : new Standing.Released(note);
  }

  private static Note exposedNote(Duration exposed) {
    return new Note(
        Reason.EXPOSED,
        "ran for %d ms before it was held".formatted(exposed.toMillis()),
        "start the task again if what it did meanwhile matters");
  }

  private static Optional<Duration> since(Optional<Instant> from, Optional<Instant> to) {
    return from.flatMap(begin -> to.map(end -> Duration.between(begin, end)))
        .filter(duration -> !duration.isNegative());
  }

  private void tearDown() {
    if (host.dryRun()) {
      return;
    }
    hold.abandon();
    host.relays().close(id());
    membership.forget();
    if (host.injector().remove(id()) && report == null) {
      LOG.info("task={} state=removed message=\"ended while no agent was there\"", id());
    }
  }
}
