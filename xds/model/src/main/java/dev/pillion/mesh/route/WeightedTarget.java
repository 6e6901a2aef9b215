package dev.pillion.mesh.route;

import java.util.OptionalInt;

/// A share of a route's traffic: weights are relative, 0 to 100; the port is needed where the
/// virtual node has several listeners.
public record WeightedTarget(String virtualNode, int weight, OptionalInt port) {}
