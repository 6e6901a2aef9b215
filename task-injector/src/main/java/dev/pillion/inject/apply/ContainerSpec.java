package dev.pillion.inject.apply;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// A container to be made. It has all capabilities dropped but those it names, and the engine never
/// restarts it by itself: after its pause container's end it could not start.
///
/// @param command arguments to the image's entry point
/// @param user `uid` or `uid:gid`; empty for the image's
/// @param capabilities without `CAP_`
/// @param networkOf id of the container whose network namespace it joins
/// @param memoryBytes the limit; empty for none
public record ContainerSpec(
    String name,
    String image,
    List<String> command,
    Optional<String> user,
    Map<String, String> environment,
    Map<String, String> labels,
    String networkOf,
    List<Bind> binds,
    OptionalLong memoryBytes,
    Set<String> capabilities,
    boolean readOnlyRoot) {
  /// A path of the host's in the container.
  public record Bind(String host, String container, boolean readOnly) {}

  /// Copies its collections, sorted.
  public ContainerSpec {
    command = List.copyOf(command);
    environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    binds = List.copyOf(binds);
    capabilities = Collections.unmodifiableSet(new TreeSet<>(capabilities));
  }
}
