package dev.pillion.agent.reconcile;

import dev.pillion.agent.netns.Hold;
import dev.pillion.agent.netns.Namespaces;
import dev.pillion.routes.plan.HoldScope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A task's hold over its life, and for how long the task ran without it.
final class TaskHold {
  private final Namespaces namespaces;
  private final Clock clock;
  private final List<Gap> gaps = new ArrayList<>();

  private @Nullable Hold hold;
  private @Nullable HoldScope decided;
  private boolean closed;
  private Instant openSince = Instant.MIN;
  private Duration exposedBefore = Duration.ZERO;
  private Optional<Instant> firstHeld = Optional.empty();

  /// A time in which connections went around the proxy.
  private record Gap(Instant from, Instant to) {
    Duration since(Instant firstStart) {
      Instant begin = from.isAfter(firstStart) ? from : firstStart;
      return begin.isBefore(to) ? Duration.between(begin, to) : Duration.ZERO;
    }
  }

  TaskHold(Namespaces namespaces, Clock clock) {
    this.namespaces = namespaces;
    this.clock = clock;
  }

  boolean armed() {
    return hold != null;
  }

  /// When the first one was there, if ever.
  Optional<Instant> firstHeld() {
    return firstHeld;
  }

  /// What an earlier agent noted.
  void restore(EnvoyNotes notes) {
    firstHeld = notes.heldAt();
    exposedBefore = notes.exposedFor().orElse(Duration.ZERO);
  }

  /// Arms it where nothing meshes the task yet; what ran before it counts as exposed.
  void arm(long pid) {
    if (hold == null) {
      armed(namespaces.arm(pid));
      gaps.add(new Gap(openSince, clock.instant()));
    }
  }

  /// Arms it where connections were closed or went through Envoy before.
  void armAgain(long pid) {
    if (hold == null) {
      armed(namespaces.arm(pid));
    }
  }

  private void armed(Hold fresh) {
    hold = fresh;
    decided = null;
    closed = false;
    if (firstHeld.isEmpty()) {
      firstHeld = Optional.of(clock.instant());
    }
  }

  /// The task opted in, and its ports are not known yet.
  void optedIn() {
    Hold armed = hold;
    if (armed != null && !closed) {
      armed.optedIn();
      closed = true;
    }
  }

  void decide(HoldScope scope) {
    Hold armed = hold;
    if (armed != null && !scope.equals(decided)) {
      armed.decide(scope);
      decided = scope;
      closed = true;
    }
  }

  void release() {
    Hold armed = hold;
    if (armed != null) {
      armed.release();
      hold = null;
      openSince = clock.instant();
    }
  }

  /// Leaves the rules as they are, for the next agent or because the namespace goes away.
  void abandon() {
    Hold armed = hold;
    if (armed != null) {
      armed.close();
      hold = null;
    }
  }

  /// For how long apps ran around the proxy, the first of which started then.
  Optional<Duration> exposedFor(Instant firstStart) {
    Duration sum =
        gaps.stream().map(gap -> gap.since(firstStart)).reduce(exposedBefore, Duration::plus);
    return sum.isZero() ? Optional.empty() : Optional.of(sum);
  }
}
