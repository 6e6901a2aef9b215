package dev.pillion.agent.reconcile;

import dev.pillion.agent.gate.Doorkeeper.Verdict;
import java.time.Duration;
import java.util.Optional;

/// What a task's standing says about the start of one of its containers.
sealed interface Admission {
  /// It is decided.
  record Decided(Verdict verdict) implements Admission {}

  /// It waits, but no longer than the limit, counted from the call.
  record Waits(Duration limit, Verdict otherwise) implements Admission {}

  /// How long starts wait.
  ///
  /// @param undecided for the decision whether their tasks opt in
  /// @param start for rules and Envoy
  record Limits(Duration undecided, Duration start) {}

  /// Decides.
  ///
  /// @param report empty while the task, or this container of it, has not been looked at
  /// @param asks whether a container of the task asks for the mesh
  static Admission of(Optional<TaskReport> report, boolean asks, Limits limits) {
    return switch (report.map(TaskReport::standing).orElse(unseen())) {
      case Standing.Undecided undecided when asks ->
          new Waits(
              limits.start(),
              new Verdict.Fail(
                  "undecided: waited %s for %s; see pillion status"
                      .formatted(spoken(limits.start()), undecided.waitingFor())));
      case Standing.Undecided(var waitingFor, var startDecides) ->
          startDecides
              ? new Decided(new Verdict.Go())
              : new Waits(
                  limits.undecided(),
                  new Verdict.GoAnyway(
                      "whether its task opts in is not known: it waits for " + waitingFor));
      case Standing.Skipped _, Standing.Released _, Standing.Leaving _, Standing.Draining _ ->
          new Decided(new Verdict.Go());
      case Standing.Refused(var note) -> new Decided(new Verdict.Fail(text(note)));
      case Standing.Unmeshed(var note) -> new Decided(new Verdict.GoAnyway(text(note)));
      case Standing.Held(var note) ->
          new Waits(
              limits.start(),
              new Verdict.Fail("%s (held for %s)".formatted(text(note), spoken(limits.start()))));
    };
  }

  private static Standing unseen() {
    return new Standing.Undecided("the agent to look at its task", false);
  }

  private static String text(Note note) {
    String text = note.reason().word() + ": " + note.message();
    return note.remedy().isEmpty() ? text : text + "; " + note.remedy();
  }

  private static String spoken(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
