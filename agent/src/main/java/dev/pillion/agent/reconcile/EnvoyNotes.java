package dev.pillion.agent.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What an agent writes on an Envoy container for the agent after it.
///
/// @param heldAt when the task's first hold was there
/// @param exposedFor how long its apps ran before
record EnvoyNotes(Optional<Instant> heldAt, Optional<Duration> exposedFor) {
  private static final String HELD_AT = "dev.pillion.held-at";
  private static final String EXPOSED_FOR = "dev.pillion.exposed-for";

  static EnvoyNotes read(Map<String, String> labels) {
    try {
      return new EnvoyNotes(
          Optional.ofNullable(labels.get(HELD_AT)).map(Instant::parse),
          Optional.ofNullable(labels.get(EXPOSED_FOR)).map(Duration::parse));
    } catch (DateTimeParseException e) {
      return new EnvoyNotes(Optional.empty(), Optional.empty());
    }
  }

  Map<String, String> labels() {
    var labels = new HashMap<String, String>();
    heldAt.ifPresent(at -> labels.put(HELD_AT, at.toString()));
    exposedFor.ifPresent(time -> labels.put(EXPOSED_FOR, time.toString()));
    return labels;
  }
}
