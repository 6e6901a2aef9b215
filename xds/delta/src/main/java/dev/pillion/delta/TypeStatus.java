package dev.pillion.delta;

import java.time.Instant;
import java.util.Optional;

/// Where a stream stands with one type it has asked for.
///
/// @param resources how many the client was sent and not told to drop
/// @param sent when the last response went out
/// @param acknowledged when a response was last accepted
/// @param rejection the newest refusal of a resource that has not been replaced since
/// @param inSync whether the newest of everything asked for is sent and accepted
public record TypeStatus(
    XdsType type,
    int resources,
    Optional<Instant> sent,
    Optional<Instant> acknowledged,
    Optional<Verdict.Rejected> rejection,
    boolean inSync) {}
