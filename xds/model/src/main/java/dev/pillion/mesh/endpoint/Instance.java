package dev.pillion.mesh.endpoint;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/// One instance of a service, as Cloud Map lists it. ECS registers a task under its task id.
public record Instance(
    String id,
    Optional<String> ipv4,
    Optional<String> ipv6,
    OptionalInt port,
    Map<String, String> attributes) {
  /// Copies its attributes, sorted.
  public Instance {
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
  }
}
