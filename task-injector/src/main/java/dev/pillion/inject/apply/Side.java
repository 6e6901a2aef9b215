package dev.pillion.inject.apply;

import dev.pillion.inject.plan.Reason;

/// How far one of a task's two containers is.
public sealed interface Side {
  /// It runs.
  record Running(ContainerDetail container) implements Side {}

  /// It has done its work.
  record Done() implements Side {}

  /// It cannot go on yet, and nothing is wrong.
  record Waiting(String what) implements Side {}

  /// It cannot be had or has failed; trying again may help.
  record Failed(Reason reason, String message, String remedy) implements Side {}
}
