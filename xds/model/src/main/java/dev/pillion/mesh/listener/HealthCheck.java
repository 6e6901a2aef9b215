package dev.pillion.mesh.listener;

import java.time.Duration;
import java.util.Optional;

/// A probe of the listener's own port.
///
/// @param protocol what the probe speaks, which may differ from what the listener does
/// @param path for `http` and `http2`
/// @param interval 5 s to 300 s
/// @param timeout 2 s to 60 s
/// @param healthyThreshold probes in a row, 2 to 10
/// @param unhealthyThreshold probes in a row, 2 to 10
public record HealthCheck(
    Protocol protocol,
    Optional<String> path,
    Duration interval,
    Duration timeout,
    int healthyThreshold,
    int unhealthyThreshold) {}
