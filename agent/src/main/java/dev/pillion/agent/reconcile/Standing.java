package dev.pillion.agent.reconcile;

import java.util.Optional;

/// How a task stands towards the mesh.
public sealed interface Standing {
  /// The reason to show, if there is one.
  default Optional<Note> note() {
    return switch (this) {
      case Undecided _ -> Optional.empty();
      case Skipped(var note) -> Optional.of(note);
      case Refused(var note) -> Optional.of(note);
      case Held(var note) -> Optional.of(note);
      case Unmeshed(var note) -> Optional.of(note);
      case Released(var note) -> note;
      case Draining(var note) -> note;
      case Leaving(var note) -> Optional.of(note);
    };
  }

  /// It is not known yet whether the task opts in.
  ///
  /// @param startDecides whether the first start of one of its containers settles it
  record Undecided(String waitingFor, boolean startDecides) implements Standing {}

  /// It does not opt in and was let go.
  record Skipped(Note why) implements Standing {}

  /// It opts in, cannot be meshed as it asks, and was let go.
  record Refused(Note why) implements Standing {}

  /// Its first connections wait.
  record Held(Note why) implements Standing {}

  /// It opts in and runs outside the mesh for now.
  record Unmeshed(Note why) implements Standing {}

  /// Its traffic goes through its Envoy.
  record Released(Optional<Note> besides) implements Standing {}

  /// A person has it leave: what is open goes on through its Envoy, what is new goes around it.
  record Leaving(Note why) implements Standing {}

  /// It goes through its Envoy, and an app of the task was told to stop.
  record Draining(Optional<Note> besides) implements Standing {}
}
