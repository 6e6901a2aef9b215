package dev.pillion.agent.reconcile;

import dev.pillion.inject.apply.Side;
import dev.pillion.inject.plan.Reason;
import java.util.Optional;

/// What a task lacks before it can be let go, and when to look again.
record Lack(Note note, Next next) {
  /// When to look again.
  enum Next {
    /// Nobody announces it: ask often.
    SOON,
    /// It is announced, or takes long.
    LATER,
    /// It failed: try again after the backoff.
    AFTER_BACKOFF
  }

  static Lack soon(Reason reason, String message, String remedy) {
    return new Lack(new Note(reason, message, remedy), Next.SOON);
  }

  static Lack failed(Reason reason, String message, String remedy) {
    return new Lack(new Note(reason, message, remedy), Next.AFTER_BACKOFF);
  }

  /// What a container lacks, if it is not where it should be.
  static Optional<Lack> of(Side side) {
    return switch (side) {
      case Side.Running _, Side.Done _ -> Optional.empty();
      case Side.Waiting(var what) ->
          Optional.of(new Lack(new Note(Reason.STARTING, "waits for " + what, ""), Next.LATER));
      case Side.Failed failed -> Optional.of(of(failed));
    };
  }

  private static Lack of(Side.Failed failed) {
    var note = new Note(failed.reason(), failed.message(), failed.remedy());
    boolean pull =
        failed.reason() == Reason.ENVOY_IMAGE || failed.reason() == Reason.ROUTE_MANAGER_IMAGE;
    // A pull has a pace of its own.
    return new Lack(note, pull ? Next.LATER : Next.AFTER_BACKOFF);
  }
}
