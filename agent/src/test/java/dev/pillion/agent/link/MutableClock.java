package dev.pillion.agent.link;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that goes when it is told.
public final class MutableClock implements InstantSource {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-23T03:00:00Z"));

  @Override
  public Instant instant() {
    return now.get();
  }

  /// Goes on.
  public void advance(Duration by) {
    now.updateAndGet(at -> at.plus(by));
  }
}
