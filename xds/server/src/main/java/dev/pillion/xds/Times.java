package dev.pillion.xds;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/// Times in protobuf's own form.
final class Times {
  private Times() {}

  static Instant instant(Timestamp message) {
    return Instant.ofEpochSecond(message.getSeconds(), message.getNanos());
  }

  static Timestamp message(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
