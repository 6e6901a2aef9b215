package dev.pillion.inject.task;

/// Who owns the network namespace of a task's containers.
public enum NetworkMode {
  /// The pause container; the task has an interface of its own.
  AWSVPC,
  /// Each container its own, on a bridge of the host.
  BRIDGE,
  /// The host.
  HOST,
  /// Each container its own, with loopback only.
  NONE,
  /// Not seen yet.
  UNKNOWN
}
