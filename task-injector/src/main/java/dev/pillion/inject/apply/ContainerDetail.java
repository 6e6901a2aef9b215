package dev.pillion.inject.apply;

import dev.pillion.inject.task.ContainerView;

/// A container looked at by itself: what plans are made from, and what only whoever runs it asks.
///
/// @param exitCode of its last end; 0 before that
/// @param outOfMemory whether the kernel killed it for its memory limit
/// @param stopSignal such as `SIGTERM`: how it is told to stop
public record ContainerDetail(
    ContainerView view, String name, int exitCode, boolean outOfMemory, String stopSignal) {
  /// Its id.
  public String id() {
    return view.id();
  }

  /// Whether it has a process.
  public boolean running() {
    return view.state() == ContainerView.State.RUNNING;
  }
}
