package dev.pillion.agent.metrics;

import dev.pillion.agent.reconcile.EnvoyEnds;
import dev.pillion.agent.reconcile.Standing;
import dev.pillion.agent.reconcile.TaskReport;
import dev.pillion.mesh.model.ProxyGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Tasks as they may stand.
record Reports(
    String id,
    Standing standing,
    Optional<ProxyGroup> group,
    Optional<Duration> heldAfter,
    Optional<Duration> releasedAfter,
    Optional<Duration> exposedFor,
    EnvoyEnds ends,
    int repairs,
    boolean optedIn) {
  static final ProxyGroup FRONT = ProxyGroup.virtualNode("demo", "front");

  /// One whose traffic goes through its Envoy.
  static Reports released(String id) {
    return new Reports(
        id,
        new Standing.Released(Optional.empty()),
        Optional.of(FRONT),
        Optional.of(Duration.ofMillis(100)),
        Optional.of(Duration.ofMillis(500)),
        Optional.empty(),
        EnvoyEnds.NONE,
        0,
        true);
  }

  Reports of(ProxyGroup other) {
    return new Reports(
        id,
        standing,
        Optional.of(other),
        heldAfter,
        releasedAfter,
        exposedFor,
        ends,
        repairs,
        optedIn);
  }

  Reports stands(Standing other) {
    return new Reports(
        id, other, group, heldAfter, releasedAfter, exposedFor, ends, repairs, optedIn);
  }

  Reports ended(EnvoyEnds others) {
    return new Reports(
        id, standing, group, heldAfter, releasedAfter, exposedFor, others, repairs, optedIn);
  }

  Reports repaired(int times) {
    return new Reports(
        id, standing, group, heldAfter, releasedAfter, exposedFor, ends, times, optedIn);
  }

  Reports exposed(Duration time) {
    return new Reports(
        id, standing, group, heldAfter, releasedAfter, Optional.of(time), ends, repairs, optedIn);
  }

  Reports notReleased() {
    return new Reports(
        id, standing, group, heldAfter, Optional.empty(), exposedFor, ends, repairs, optedIn);
  }

  Reports notOptedIn() {
    return new Reports(
        id, standing, Optional.empty(), heldAfter, releasedAfter, exposedFor, ends, repairs, false);
  }

  TaskReport report() {
    return new TaskReport(
        id,
        "arn:aws:ecs:eu-west-1:1:task/demo/" + id,
        "front",
        "3",
        "shop",
        standing,
        group,
        "pause-id",
        group.isPresent() ? "envoy-id" : "",
        Optional.of(Instant.EPOCH),
        heldAfter,
        releasedAfter,
        exposedFor,
        List.of(8080),
        List.of(),
        ends,
        repairs,
        false,
        optedIn,
        false,
        List.of("app-id"));
  }
}
