package dev.pillion.xds.ads;

import java.time.Instant;

/// A proxy that was turned away, as it tries again and again.
///
/// @param nodeId as it or its agent gave it
/// @param code gRPC's number for the reason, which its own log shows
/// @param problem the reason, with the remedy
/// @param times how often it was told so in a row
public record Refusal(
    String nodeId, String task, int code, String problem, long times, Instant first, Instant last) {
  Refusal again(Instant now) {
    return new Refusal(nodeId, task, code, problem, times + 1, first, now);
  }
}
