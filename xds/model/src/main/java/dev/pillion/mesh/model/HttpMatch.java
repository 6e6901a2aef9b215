package dev.pillion.mesh.model;

/// Which requests a route takes.
public record HttpMatch(String prefix) {}
