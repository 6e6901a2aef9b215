package dev.pillion.xds.auth;

/// The other end of a connection.
///
/// @param address its address and port
/// @param encrypted whether the connection is TLS
public record Peer(String address, boolean encrypted) {}
