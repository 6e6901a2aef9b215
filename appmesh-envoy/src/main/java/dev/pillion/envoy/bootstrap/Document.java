package dev.pillion.envoy.bootstrap;

import java.util.List;
import java.util.Map;

/// A bootstrap document with what belongs to it.
///
/// @param text JSON
/// @param beside the texts of other files that it names, by their path
/// @param warnings what is told of it
public record Document(String text, Map<String, String> beside, List<String> warnings) {
  /// Copies the collections.
  public Document {
    beside = Map.copyOf(beside);
    warnings = List.copyOf(warnings);
  }
}
