package dev.pillion.xds.discovery;

import dev.pillion.mesh.endpoint.LocalTask;
import dev.pillion.mesh.endpoint.ServiceKey;
import dev.pillion.mesh.endpoint.ServiceReport;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What the table holds of one agent. Not for sharing between threads.
final class Reporter {
  /// A service's instances as the agent listed them.
  ///
  /// @param arrival a number that grows with each listing that the table takes in
  record Listing(ServiceReport.Resolved resolved, long arrival) {}

  private final Map<ServiceKey, Listing> listings = new HashMap<>();
  private final Map<ServiceKey, String> problems = new HashMap<>();
  private final Map<String, LocalTask> tasks = new HashMap<>();
  private long epoch;
  private long sequence;
  private boolean reported;
  private Optional<Instant> lost = Optional.empty();

  Reporter(long epoch) {
    this.epoch = epoch;
  }

  Map<ServiceKey, Listing> listings() {
    return listings;
  }

  Map<ServiceKey, String> problems() {
    return problems;
  }

  Map<String, LocalTask> tasks() {
    return tasks;
  }

  long epoch() {
    return epoch;
  }

  long sequence() {
    return sequence;
  }

  /// Whether a full report of it is in the table.
  boolean reported() {
    return reported;
  }

  /// When its connection ended; empty while it is connected.
  Optional<Instant> lost() {
    return lost;
  }

  void connected(long newEpoch) {
    epoch = newEpoch;
    // The first report of a connection is number 1, and full.
    sequence = 0;
    lost = Optional.empty();
  }

  void lost(Instant now) {
    lost = Optional.of(now);
  }

  void took(long newSequence) {
    sequence = newSequence;
    reported = true;
  }
}
