package dev.pillion.inject.plan;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// The container that sets a task's redirect rules and exits. Its environment is the plan's
/// redirect, and the namespace's inode that whoever starts it adds; it needs `NET_ADMIN` and
/// nothing else.
///
/// @param netns the id of the container whose network namespace it joins
public record RouteManagerContainer(
    String name, String image, long memoryBytes, String netns, Map<String, String> labels) {
  /// Copies its map.
  public RouteManagerContainer {
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
  }
}
