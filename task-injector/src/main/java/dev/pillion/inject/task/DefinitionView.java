package dev.pillion.inject.task;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What is known of a task's definition.
public sealed interface DefinitionView {
  /// It was read: its containers' labels decide.
  ///
  /// @param networkMode ECS's word: `awsvpc`, `bridge`, `host`, `none`, or empty
  /// @param proxyConfiguration whether it carries one, which makes the ECS agent redirect by itself
  record Known(List<Container> containers, String networkMode, boolean proxyConfiguration)
      implements DefinitionView {
    /// Copies its list.
    public Known {
      containers = List.copyOf(containers);
    }
  }

  /// The look-up has not ended.
  record Pending() implements DefinitionView {}

  /// It cannot be read, and why; the labels of the container that starts first decide.
  record Unavailable(String why) implements DefinitionView {}

  /// A container of the definition.
  ///
  /// @param labels its `dockerLabels`
  /// @param user as given; empty for the image's
  /// @param tcpPorts the container ports of its port mappings
  record Container(String name, Map<String, String> labels, String user, Set<Integer> tcpPorts) {
    /// Copies its collections.
    public Container {
      labels = Collections.unmodifiableMap(new TreeMap<>(labels));
      tcpPorts = Set.copyOf(tcpPorts);
    }
  }
}
