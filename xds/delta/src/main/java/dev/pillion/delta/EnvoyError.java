package dev.pillion.delta;

/// Envoy's words for what it refuses.
final class EnvoyError {
  private static final String CONSTRAINT = "Proto constraint validation failed";

  private EnvoyError() {}

  /// The text on one line, without the copy of the whole resource that Envoy puts before a breach
  /// of a protobuf constraint.
  static String brief(String text) {
    int constraint = text.indexOf(CONSTRAINT);
    String rest = constraint < 0 ? text : text.substring(constraint);
    return rest.strip().replaceAll("\\s+", " ");
  }
}
