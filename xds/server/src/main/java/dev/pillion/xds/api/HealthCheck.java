package dev.pillion.xds.api;

/// Something that has to be so before requests should come.
///
/// @param name one word: `store`
/// @param look returns if it is so; else throws a `MeshException`, which has the remedy. May take
///   its time.
public record HealthCheck(String name, Runnable look) {}
