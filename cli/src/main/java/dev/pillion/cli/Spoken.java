package dev.pillion.cli;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import java.time.Instant;

/// Times as a person says them.
final class Spoken {
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Spoken() {}

  /// `3m ago`.
  static String ago(Timestamp then, Instant now) {
    return length(now.getEpochSecond() - then.getSeconds()) + " ago";
  }

  /// The two largest units: `2d3h`, `4m10s`, `7s`.
  static String length(long seconds) {
    long s = Math.max(0, seconds);
    if (s < MINUTE) {
      return s + "s";
    }
    if (s < HOUR) {
      return s / MINUTE + "m" + s % MINUTE + "s";
    }
    if (s < DAY) {
      return s / HOUR + "h" + s % HOUR / MINUTE + "m";
    }
    return s / DAY + "d" + s % DAY / HOUR + "h";
  }

  /// `612ms`.
  static String millis(Duration duration) {
    return duration.getSeconds() * 1_000 + duration.getNanos() / 1_000_000 + "ms";
  }
}
