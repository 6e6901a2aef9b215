package dev.pillion.agent.gate;

/// Who decides when a container may start.
public interface Doorkeeper {
  /// What is to become of a start.
  sealed interface Verdict {
    /// It goes on to Docker.
    record Go() implements Verdict {}

    /// It goes on to Docker although what it waited for did not come about.
    ///
    /// @param why for the log
    record GoAnyway(String why) implements Verdict {}

    /// Docker never hears of it.
    ///
    /// @param message what the caller is told; ECS shows it as the task's stopped reason
    record Fail(String message) implements Verdict {}
  }

  /// Decides about one start, and takes the time that it needs.
  ///
  /// @param container its id, the beginning of one, or its name
  /// @throws InterruptedException when nobody waits for the verdict any longer
  Verdict decide(String container) throws InterruptedException;
}
