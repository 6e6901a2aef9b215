package dev.pillion.mesh.listener;

import java.time.Duration;

/// When a caller leaves an endpoint out that answers with errors.
///
/// @param maxServerErrors answers of 5xx in a row, at least 1
/// @param interval between two sweeps
/// @param baseEjectionDuration times the number of ejections so far
/// @param maxEjectionPercent 0 to 100; one endpoint may go in any case
public record OutlierDetection(
    long maxServerErrors,
    Duration interval,
    Duration baseEjectionDuration,
    int maxEjectionPercent) {}
