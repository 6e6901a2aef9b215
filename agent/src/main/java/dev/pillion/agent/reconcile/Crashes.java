package dev.pillion.agent.reconcile;

import dev.pillion.inject.apply.ContainerDetail;
import dev.pillion.inject.plan.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How often a task's Envoy ended, and how it last did.
final class Crashes {
  /// Within which ends count as one trouble.
  static final Duration WINDOW = Duration.ofMinutes(10);

  /// From so many on it is told also while Envoy runs.
  static final int LOOP = 3;

  /// From so many on the task's own policy is followed.
  static final int TOO_MANY = 5;

  private final Clock clock;
  private final Deque<Instant> ends = new ArrayDeque<>();
  private @Nullable Instant counted;
  private String last = "";
  private boolean outOfMemory;
  private int total;
  private int outOfMemoryTotal;

  Crashes(Clock clock) {
    this.clock = clock;
  }

  /// Looks at an Envoy that does not run; each of its lives is counted once.
  ///
  /// @return why it is to be started again, if this end was not known
  Optional<Note> ended(ContainerDetail envoy) {
    Instant started = envoy.view().startedAt().orElse(null);
    if (started == null || started.equals(counted)) {
      return Optional.empty();
    }
    counted = started;
    total++;
    ends.addLast(clock.instant());
    outOfMemory = envoy.outOfMemory();
    outOfMemoryTotal += outOfMemory ? 1 : 0;
    last = "with status %d%s".formatted(envoy.exitCode(), outOfMemory ? ", out of memory" : "");
    return Optional.of(note(envoy.name()));
  }

  private Note note(String name) {
    int recent = recent();
    return new Note(
        outOfMemory ? Reason.ENVOY_OUT_OF_MEMORY : Reason.ENVOY_DIED,
        "Envoy ended %s and is started again%s"
            .formatted(
                last, recent < LOOP ? "" : ", the %dth time within 10 min".formatted(recent)),
        outOfMemory ? "raise pillion.envoy-memory" : "see docker logs " + name);
  }

  /// What is to be told of an Envoy that runs.
  Optional<Note> loop() {
    int recent = recent();
    return recent < LOOP
        ? Optional.empty()
        : Optional.of(
            new Note(
                Reason.ENVOY_CRASH_LOOP,
                "Envoy ended %d times within 10 min, last %s".formatted(recent, last),
                outOfMemory ? "raise pillion.envoy-memory" : "see docker logs of its container"));
  }

  boolean tooMany() {
    return recent() >= TOO_MANY;
  }

  /// Those since this agent's start.
  EnvoyEnds all() {
    return new EnvoyEnds(total, outOfMemoryTotal, recent() >= LOOP);
  }

  private int recent() {
    Instant from = clock.instant().minus(WINDOW);
    while (!ends.isEmpty() && ends.getFirst().isBefore(from)) {
      ends.removeFirst();
    }
    return ends.size();
  }
}
