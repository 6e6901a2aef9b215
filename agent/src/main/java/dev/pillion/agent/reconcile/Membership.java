package dev.pillion.agent.reconcile;

import dev.pillion.agent.choice.Choice;
import dev.pillion.agent.choice.Choices;
import dev.pillion.inject.plan.InjectionPlan;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.MeshException.Code;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a person said of one task, and whether they can say so. Owned by its task's thread.
final class Membership {
  private final Choices choices;
  private final Clock clock;
  private final String arn;
  private final String task;
  private boolean out;

  Membership(Host host, String arn, String id) {
    this.choices = host.choices();
    this.clock = host.clock();
    this.arn = arn;
    this.task = "task " + id;
  }

  Optional<Choice> choice() {
    return choices.of(arn);
  }

  /// The labels that it was given when it joined; empty for a task that nobody had join.
  Optional<Map<String, String>> joined() {
    return choice()
        .flatMap(choice ->
            choice instanceof Choice.Joined(var labels) ? Optional.of(labels) : Optional.empty());
  }

  /// Whether it was told to leave and nothing of ours is left in it.
  boolean out() {
    return out;
  }

  void isOut() {
    out = true;
  }

  void forget() {
    choices.forget(arn);
  }

  /// Follows a wish from now on.
  ///
  /// @param last what the task's last look came to
  /// @param ours whether it opted in, or something of ours is in it
  /// @param rehearsal what the plan would be with the labels that were given
  /// @throws MeshException when it cannot be followed, or when there is nothing to do
  void follow(
      Wish wish,
      @Nullable TaskReport last,
      boolean ours,
      Function<Map<String, String>, InjectionPlan> rehearsal) {
    switch (wish) {
      case Wish.Join(var labels, _) -> join(labels, last, ours, rehearsal);
      case Wish.Leave leave -> leave(leave, last, ours);
    }
  }

  private void join(
      Map<String, String> labels,
      @Nullable TaskReport last,
      boolean ours,
      Function<Map<String, String>, InjectionPlan> rehearsal) {
    if (choice().orElse(null) instanceof Choice.Left && !out) {
      throw conflict(
          "is leaving the mesh yet",
          "wait until pillion status shows it as skipped, or end its open connections with pillion"
              + " leave --drain 0s");
    }
    if (ours) {
      throw conflict(
          "is in the mesh already" + (last == null ? "" : shown(last)),
          "nothing is to be done; to give it other labels, have it leave first");
    }
    switch (rehearsal.apply(labels)) {
      case InjectionPlan.Refuse refuse ->
          throw new MeshException(Code.INVALID, task, refuse.message(), refuse.remedy());
      case InjectionPlan.Skip skip ->
          throw new MeshException(
              Code.INVALID, task, skip.message(), "give pillion join --virtual-node MESH/NAME");
      case InjectionPlan.Undecided undecided ->
          throw conflict("waits for " + undecided.waitingFor(), "say it again once that is there");
      case InjectionPlan.Wait _, InjectionPlan.Inject _ ->
          choices.put(arn, new Choice.Joined(labels));
    }
    out = false;
  }

  private void leave(Wish.Leave wish, @Nullable TaskReport last, boolean ours) {
    if (out) {
      throw conflict("has left the mesh already", "nothing is to be done");
    }
    boolean leaves = choice().orElse(null) instanceof Choice.Left;
    if (!leaves && !ours) {
      throw conflict(
          "is not in the mesh" + (last == null ? "" : shown(last)), "nothing is to be done");
    }
    choices.put(arn, new Choice.Left(clock.instant().plus(wish.drain())));
  }

  /// Such as ` as demo/front (released)`.
  private static String shown(TaskReport report) {
    String name = report.group().map(g -> " as " + g.mesh() + "/" + g.name()).orElse("");
    String reason = report.standing().note().map(note -> ": " + note.reason().word()).orElse("");
    return name + " (" + StateLog.word(report.standing()) + reason + ")";
  }

  private MeshException conflict(String problem, String remedy) {
    return new MeshException(Code.CONFLICT, task, problem, remedy);
  }
}
