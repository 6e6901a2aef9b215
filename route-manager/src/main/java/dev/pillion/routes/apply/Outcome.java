package dev.pillion.routes.apply;

import java.util.List;

/// What a run did.
///
/// @param line the state reached, `key=value`
/// @param warnings what an operator should know of
public record Outcome(String line, List<String> warnings) {
  /// Copies the warnings.
  public Outcome {
    warnings = List.copyOf(warnings);
  }
}
