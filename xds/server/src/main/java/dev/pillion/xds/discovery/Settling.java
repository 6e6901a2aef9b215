package dev.pillion.xds.discovery;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/// The time after a server's start in which the table may lack what agents have yet to say. It ends
/// for good when each agent known from before, or connected since, has reported in full, or after
/// [#LIMIT]; where none is known from before there is no such time. Not for sharing between
/// threads.
final class Settling {
  /// How long agents are waited for.
  static final Duration LIMIT = Duration.ofSeconds(10);

  private final Instant started;
  private final Set<String> awaited;
  private boolean over;

  Settling(Instant started, Set<String> known) {
    this.started = started;
    this.awaited = new HashSet<>(known);
    this.over = known.isEmpty();
  }

  void connected(String reporter) {
    awaited.add(reporter);
  }

  void reported(String reporter) {
    awaited.remove(reporter);
  }

  /// True at the one call at which it ends.
  boolean ends(Instant now) {
    if (over || (!awaited.isEmpty() && now.isBefore(started.plus(LIMIT)))) {
      return false;
    }
    over = true;
    return true;
  }

  boolean over() {
    return over;
  }

  Set<String> awaited() {
    return Set.copyOf(awaited);
  }
}
