package dev.pillion.delta;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where a stream stands with one type it has asked for.
///
/// @param resources how many the client was sent and not told to drop
/// @param sent when the last response went out
/// @param acknowledged when a response was last accepted
/// @param rejections the refusals of resources that have not been replaced since, newest first
/// @param inSync whether the newest of everything asked for is sent and accepted
public record TypeStatus(
    XdsType type,
    int resources,
    Optional<Instant> sent,
    Optional<Instant> acknowledged,
    List<Verdict.Rejected> rejections,
    boolean inSync) {
  /// Copies the list.
  public TypeStatus {
    rejections = List.copyOf(rejections);
  }

  /// The newest refusal of a resource that has not been replaced since.
  public Optional<Verdict.Rejected> rejection() {
    return rejections.stream().findFirst();
  }
}
