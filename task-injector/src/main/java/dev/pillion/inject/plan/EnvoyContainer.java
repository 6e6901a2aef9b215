package dev.pillion.inject.plan;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The Envoy container that a task gets.
///
/// @param uid the user it runs as, which owns the task's directory
/// @param memoryBytes its own limit, outside the task's
/// @param arguments to the image's entry point
/// @param netns the id of the container whose network namespace it joins
/// @param mounts the task's directory first, then those that labels ask for
public record EnvoyContainer(
    String name,
    String image,
    int uid,
    long memoryBytes,
    List<String> arguments,
    String netns,
    Map<String, String> labels,
    List<BindMount> mounts) {
  /// Copies its collections.
  public EnvoyContainer {
    arguments = List.copyOf(arguments);
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    mounts = List.copyOf(mounts);
  }
}
