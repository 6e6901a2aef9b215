package dev.pillion.agent.reconcile;

/// How often a task's Envoy ended since the agent's start.
///
/// @param outOfMemory of these, those for want of memory
/// @param loop whether so many were within the last minutes that it is told also while Envoy runs
public record EnvoyEnds(int total, int outOfMemory, boolean loop) {
  /// None.
  public static final EnvoyEnds NONE = new EnvoyEnds(0, 0, false);
}
