package dev.pillion.bench;

import java.time.Duration;

/// What one task waited for.
///
/// @param held pause start to hold
/// @param app pause start to its app's start, by ECS's own pace
/// @param envoy pause start to Envoy's start
/// @param routes the route-manager's container from its start to its end
/// @param released pause start to release
/// @param connected release to the app's first connection, which it asked for in its first
///   instruction; below zero where the packet overtook the note of the release
/// @param leaked connection attempts that left the task's network; Envoy itself has nowhere to
///   connect to
record TaskRow(
    Duration held,
    Duration app,
    Duration envoy,
    Duration routes,
    Duration released,
    Duration connected,
    long leaked) {}
