package dev.pillion.delta;

/// A resource that a client was sent on its stream and not told to drop.
///
/// @param version as it was last sent
/// @param accepted whether the client has taken this version over
public record ResourceStatus(XdsType type, String name, String version, boolean accepted) {}
