package dev.pillion.mesh.listener;

/// Where a listener listens; the port is 1 to 65535.
public record PortMapping(int port, Protocol protocol) {}
