package dev.pillion.inject.plan;

import dev.pillion.mesh.model.ProxyGroup;
import java.util.List;
import java.util.Optional;

/// What is to be done with a task.
public sealed interface InjectionPlan {
  /// The virtual node or gateway that the task names, where it is known: the server is to be asked
  /// about it.
  default Optional<ProxyGroup> group() {
    return switch (this) {
      case Undecided _, Skip _, Refuse _ -> Optional.empty();
      case Wait wait -> wait.proxy();
      case Inject inject -> Optional.of(inject.proxy());
    };
  }

  /// Whether the task opts in and is to be meshed, now or later.
  default boolean optedIn() {
    return switch (this) {
      case Undecided _, Skip _, Refuse _ -> false;
      case Wait _, Inject _ -> true;
    };
  }

  /// It is not known yet whether the task opts in. The hold stays, but not for long.
  ///
  /// @param waitingFor in words
  /// @param startDecides whether the first start of one of its containers settles it
  record Undecided(String waitingFor, boolean startDecides) implements InjectionPlan {}

  /// The task does not opt in: it is let go at once and left alone.
  record Skip(Reason reason, String message) implements InjectionPlan {}

  /// The task opts in, but in a way that cannot be followed: it is let go and left alone, and this
  /// is said.
  record Refuse(Reason reason, String message, String remedy) implements InjectionPlan {}

  /// The task opts in and nothing is wrong with it, but something outside it is not there yet: it
  /// is held as its hold says, and planned again when that changes.
  ///
  /// @param proxy empty until the labels that name it are read
  record Wait(
      Optional<ProxyGroup> proxy, Reason reason, String message, String remedy, TaskOptions options)
      implements InjectionPlan {}

  /// The task is to get its Envoy, and its rules if it needs some, side by side under the hold.
  ///
  /// @param bootstrap Envoy's bootstrap document, to be written as `<run directory>/tasks/<task
  ///   id>/bootstrap.json`
  /// @param warnings what works otherwise than it may seem, in words
  record Inject(
      ProxyGroup proxy,
      EnvoyContainer envoy,
      Interception interception,
      String bootstrap,
      TaskOptions options,
      List<String> warnings)
      implements InjectionPlan {
    /// Copies its list.
    public Inject {
      warnings = List.copyOf(warnings);
    }
  }
}
