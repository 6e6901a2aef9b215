package dev.pillion.agent.reconcile;

import dev.pillion.agent.netns.Namespaces.Inspection;
import dev.pillion.agent.relay.Relays.TaskProxy;
import dev.pillion.inject.apply.ContainerDetail;
import dev.pillion.inject.plan.HoldPolicy;
import dev.pillion.inject.plan.InjectionPlan.Inject;
import dev.pillion.inject.plan.InjectionPlan.Wait;
import dev.pillion.inject.plan.InjectorConfig;
import dev.pillion.inject.plan.Interception;
import dev.pillion.inject.plan.Reason;
import dev.pillion.inject.plan.TaskOptions;
import dev.pillion.inject.task.OwnLabels;
import dev.pillion.inject.task.TaskView;
import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.routes.plan.RedirectRules;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// From the opt-in to traffic through Envoy, and back under the hold when Envoy or a rule is lost.
/// Owned by its task's thread.
final class Meshing {
  // A rule that somebody took away is found within this time, whatever the kernel tells.
  private static final Duration VERIFY_EVERY = Duration.ofMinutes(1);
  // Within this one where the kernel tells of changes.
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
  private static final Duration LATER = Duration.ofMillis(500);

  private final Host host;
  private final TaskContainers containers;
  private final TaskHold hold;
  private final String id;
  private final Sidecars sidecars;
  private final Readiness readiness;
  private final Pace pace;
  private final Backoff backoff;
  private final Crashes crashes;
  private final TaskStop stop;

  private boolean released;
  // Whether connections went through Envoy at some time, so that they must wait for it, not pass.
  private boolean redirected;
  private Optional<Instant> releasedAt = Optional.empty();
  private @Nullable Interception verified;
  private Instant verifiedAt = Instant.MIN;
  private OptionalLong verifiedGeneration = OptionalLong.empty();
  private int repairs;
  private @Nullable Note failure;
  private @Nullable ProxyGroup relayed;
  private List<Integer> appPorts = List.of();

  Meshing(Host host, TaskContainers containers, TaskHold hold, String id) {
    this.host = host;
    this.containers = containers;
    this.hold = hold;
    this.id = id;
    this.sidecars = new Sidecars(host, containers::put);
    this.readiness = new Readiness(host, id);
    this.pace = new Pace(host.clock());
    this.backoff = new Backoff(host.clock());
    this.crashes = new Crashes(host.clock());
    this.stop = new TaskStop(host, containers, id);
  }

  boolean released() {
    return released;
  }

  Optional<Instant> releasedAt() {
    return releasedAt;
  }

  EnvoyEnds envoyEnds() {
    return crashes.all();
  }

  /// How often rules were found missing or altered and set again.
  int repairs() {
    return repairs;
  }

  List<Integer> appPorts() {
    return appPorts;
  }

  List<String> addresses() {
    return readiness.addresses();
  }

  /// An agent before this one meshed the task, and nothing is held: it goes on as it is.
  void adopt() {
    released = envoyRuns();
  }

  /// What the agent before this one noted, and what is in the namespace.
  void restore(Inspection found) {
    redirected = found.redirect() == RedirectRules.State.HOOKED;
    envoy().ifPresent(container -> hold.restore(EnvoyNotes.read(container.view().labels())));
  }

  /// The task opts in, and something outside it is missing: it is held, unless it is meshed
  /// already.
  Outcome waiting(TaskView view, Wait plan) {
    var note = new Note(plan.reason(), plan.message(), plan.remedy());
    if (envoy().isPresent()) {
      plan.proxy().ifPresent(group -> relay(view, group, envoyUid()));
    }
    if (released && envoyRuns()) {
      return Outcome.settled(new Standing.Released(Optional.of(note)));
    }
    if (released) {
      lost(view);
    }
    if (!letThrough(view, plan.options())) {
      hold.arm(pid(view));
      hold.optedIn();
    }
    return held(view, plan.options(), note, Optional.empty());
  }

  /// One step towards traffic through Envoy, or a look at whether it still goes there.
  ///
  /// @param touched the roles of sidecars that something happened to since the last look
  Outcome pass(TaskView view, Inject plan, Set<String> touched) {
    appPorts = plan.interception().ports();
    if (touched.contains(OwnLabels.ENVOY)) {
      envoyTouched();
    }
    if (touched.contains(OwnLabels.ROUTE_MANAGER)) {
      sidecars.routesTouched();
    }
    if (released) {
      relay(view, plan.proxy(), plan.envoy().uid());
      if (envoyRuns() && inPlace(view, plan)) {
        return through();
      }
      if (envoyRuns() && (verified == null || plan.interception().equals(verified))) {
        repairs++;
      }
      lost(view);
    }
    return building(view, plan);
  }

  /// What a task that was meshed shows when its plan turns into a refusal.
  Standing kept(Note note) {
    return released ? new Standing.Released(Optional.of(note)) : new Standing.Held(note);
  }

  private Outcome building(TaskView view, Inject plan) {
    pace.begin();
    if (!letThrough(view, plan.options())) {
      hold.arm(pid(view));
      hold.decide(plan.interception().held());
    }
    countEnd(plan.options());
    Note known = failure;
    Duration left = backoff.remaining();
    if (known != null && left.isPositive()) {
      return held(view, plan.options(), known, Optional.of(left));
    }
    failure = null;
    Optional<Lack> lack = advance(view, plan);
    return lack.isEmpty() ? release() : held(view, plan, lack.get());
  }

  private Outcome held(TaskView view, Inject plan, Lack lack) {
    Duration again =
        switch (lack.next()) {
          case SOON -> pace.delay();
          case LATER -> LATER;
          case AFTER_BACKOFF -> {
            fail(lack.note());
            sidecars.envoyTouched();
            sidecars.runRoutesAgain();
            yield backoff.remaining();
          }
        };
    return held(view, plan.options(), lack.note(), Optional.of(again));
  }

  /// Does what can be done now.
  ///
  /// @return what is lacking for the release
  private Optional<Lack> advance(TaskView view, Inject plan) {
    long pid = pid(view);
    long namespace = host.namespaces().inode(pid);
    host.injector().prepare(id, plan);
    relay(view, plan.proxy(), plan.envoy().uid());
    var notes = new EnvoyNotes(hold.firstHeld(), exposedFor(view)).labels();
    // Without a hold, rules that lead to an Envoy that is not ready would break connections.
    boolean together = plan.options().hold() instanceof HoldPolicy.Closed;
    Optional<Lack> containersLack =
        together ? sidecars.both(plan, namespace, notes) : sidecars.envoy(plan, notes);
    return containersLack
        .or(() -> readiness.lack(pid, plan.interception().listeners()))
        .or(() -> sidecars.routesDone(plan, namespace))
        .or(() -> missing(pid, plan.interception()));
  }

  private Outcome release() {
    // Before the call: connections go on at its beginning, the rules that held them at its end.
    Instant now = host.clock().instant();
    hold.release();
    released = true;
    redirected = true;
    if (releasedAt.isEmpty()) {
      releasedAt = Optional.of(now);
    }
    pace.end();
    return through();
  }

  private Outcome through() {
    return Outcome.again(
        new Standing.Released(crashes.loop()),
        verifiedGeneration.isPresent() ? LOOK_EVERY : VERIFY_EVERY);
  }

  private Optional<Lack> missing(long pid, Interception interception) {
    // Before the reading: a change during it is looked at once more.
    OptionalLong generation = host.namespaces().generation(pid);
    List<String> missing =
        switch (interception) {
          case Interception.Redirected(_, var redirect) -> host.namespaces().missing(pid, redirect);
          case Interception.Front _ -> List.of();
        };
    if (missing.isEmpty()) {
      verified = interception;
      verifiedGeneration = generation;
      verifiedAt = host.clock().instant();
      return Optional.empty();
    }
    return Optional.of(
        Lack.failed(
            Reason.RULES_MISSING,
            "rules read back are not those of the plan: " + String.join("; ", missing),
            "look for another program that changes rules in the task; they are set again"));
  }

  private boolean inPlace(TaskView view, Inject plan) {
    boolean known =
        plan.interception().equals(verified)
            && host.namespaces().generation(pid(view)).equals(verifiedGeneration)
            && host.clock().instant().isBefore(verifiedAt.plus(VERIFY_EVERY));
    return known || missing(pid(view), plan.interception()).isEmpty();
  }

  /// Held before anything else: what leads to an Envoy that is gone must wait, not fail.
  private void lost(TaskView view) {
    hold.armAgain(pid(view));
    released = false;
    envoyTouched();
    sidecars.routesTouched();
  }

  private void envoyTouched() {
    sidecars.envoyTouched();
    readiness.forget();
  }

  /// Counts each end of an Envoy once.
  private void countEnd(TaskOptions options) {
    envoy()
        .filter(container -> !container.running())
        .flatMap(crashes::ended)
        .ifPresent(note -> fail(givenUp(options) ? givenUp(note) : note));
    if (givenUp(options)) {
      stop.apps();
    }
  }

  private boolean givenUp(TaskOptions options) {
    return options.failure() == TaskOptions.FailurePolicy.STOP_TASK && crashes.tooMany();
  }

  private static Note givenUp(Note last) {
    return new Note(
        Reason.ENVOY_GIVEN_UP,
        last.message() + "; the task is told to stop, as pillion.envoy-failure says",
        last.remedy());
  }

  private void fail(Note note) {
    failure = note;
    backoff.fail();
  }

  /// Whether the task's own policy says that its connections wait no longer; not asked once its
  /// rules lead to Envoy.
  private boolean letThrough(TaskView view, TaskOptions options) {
    boolean through =
        !redirected
            && switch (options.hold()) {
              case HoldPolicy.Closed _ -> false;
              case HoldPolicy.Open _ -> true;
              case HoldPolicy.AtMost(var limit) -> left(view, limit).isZero();
            };
    if (through) {
      hold.release();
    }
    return through;
  }

  private Outcome held(TaskView view, TaskOptions options, Note note, Optional<Duration> again) {
    if (!hold.armed()) {
      return new Outcome(new Standing.Unmeshed(note), again);
    }
    Optional<Duration> policy =
        options.hold() instanceof HoldPolicy.AtMost(var limit) && !redirected
            ? Optional.of(left(view, limit))
            : Optional.empty();
    return new Outcome(
        new Standing.Held(note),
        Stream.concat(again.stream(), policy.stream()).min(Comparator.naturalOrder()));
  }

  private Duration left(TaskView view, Duration limit) {
    Instant from =
        view.pause().flatMap(pause -> pause.startedAt()).orElseGet(() -> host.clock().instant());
    Duration left = Duration.between(host.clock().instant(), from.plus(limit));
    return left.isNegative() ? Duration.ZERO : left;
  }

  private Optional<Duration> exposedFor(TaskView view) {
    return view.apps().stream()
        .flatMap(app -> app.startedAt().stream())
        .findFirst()
        .flatMap(hold::exposedFor);
  }

  private void relay(TaskView view, ProxyGroup group, int uid) {
    if (!group.equals(relayed)) {
      long namespace = host.namespaces().inode(pid(view));
      host.relays()
          .open(new TaskProxy(id, view.arn(), group, host.directories().of(id), uid, namespace));
      relayed = group;
    }
  }

  private int envoyUid() {
    return envoy()
        .map(container -> container.view().user())
        .filter(user -> user.matches("[0-9]{1,9}"))
        .map(Integer::parseInt)
        .orElse(InjectorConfig.PROXY_UID);
  }

  private boolean envoyRuns() {
    return envoy().filter(ContainerDetail::running).isPresent();
  }

  private Optional<ContainerDetail> envoy() {
    return containers.sidecar(OwnLabels.ENVOY);
  }

  private static long pid(TaskView view) {
    return view.pause().orElseThrow().pid();
  }
}
