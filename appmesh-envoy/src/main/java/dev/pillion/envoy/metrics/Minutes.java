package dev.pillion.envoy.metrics;

import dev.pillion.envoy.stats.Family;
import dev.pillion.envoy.stats.Snapshots;
import dev.pillion.envoy.supervise.Log;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// What came in the last whole minute.
public final class Minutes {
  private final Metrics metrics;
  private final Log log;

  /* guards: nothing together; each is written by whoever calls `look`. */

  private Snapshots last = Snapshots.NONE;
  private volatile Optional<List<Family>> delta = Optional.empty();

  /// Before the first minute.
  public Minutes(Metrics metrics, Log log) {
    this.metrics = metrics;
    this.log = log;
  }

  /// Ends a minute. For one thread.
  public void look() {
    try {
      List<Family> now = metrics.read(true);
      delta = Optional.of(last.until(now));
      last = new Snapshots(now);
    } catch (IOException e) {
      log.warn("metrics state=no-snapshot reason=\"%s\"".formatted(e.getMessage()));
    }
  }

  /// Empty before the first minute's end.
  public Optional<List<Family>> delta() {
    return delta;
  }
}
