package dev.pillion.envoy.settings;

import java.util.Optional;

/// Paths of configuration that the user adds to the document.
public record UserFiles(
    Optional<String> tracing,
    Optional<String> stats,
    Optional<String> sinks,
    Optional<String> resources) {
  static UserFiles read(EnvironmentReader reader) {
    return new UserFiles(
        reader.text(Variable.TRACING_FILE),
        reader.text(Variable.STATS_FILE),
        reader.text(Variable.SINKS_FILE),
        reader.text(Variable.RESOURCES_FILE));
  }
}
