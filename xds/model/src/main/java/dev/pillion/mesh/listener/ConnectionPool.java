package dev.pillion.mesh.listener;

import java.util.OptionalInt;

/// The limits of a listener on the way to its application; a limit not given is none.
///
/// @param maxConnections for `http` and `tcp`
/// @param maxPendingRequests for `http`: how many may wait for a connection
/// @param maxRequests for `http2` and `grpc`: how many may be under way
public record ConnectionPool(
    OptionalInt maxConnections, OptionalInt maxPendingRequests, OptionalInt maxRequests) {}
