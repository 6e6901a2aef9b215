package dev.pillion.mesh.route;

import java.util.Optional;

/// A condition on a header, or on an item of gRPC metadata.
///
/// @param invert the condition must not hold
/// @param condition on the value; where there is none, the header must be there
public record ValueMatch(String name, boolean invert, Optional<Condition> condition) {
  /// What a value must be.
  public sealed interface Condition {
    /// Just this.
    record Exact(String value) implements Condition {}

    /// Beginning so.
    record Prefix(String prefix) implements Condition {}

    /// Ending so.
    record Suffix(String suffix) implements Condition {}

    /// Matched whole by an RE2 expression.
    record Regex(String regex) implements Condition {}

    /// A whole number from `start` to before `end`.
    record Range(long start, long end) implements Condition {}
  }
}
