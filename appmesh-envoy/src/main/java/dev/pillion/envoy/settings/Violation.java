package dev.pillion.envoy.settings;

/// One thing that keeps Envoy from being started.
///
/// @param subject the variable, file or address
/// @param problem what is false about it
/// @param remedy what the reader can do
public record Violation(String subject, String problem, String remedy) {
  @Override
  public String toString() {
    return subject + ": " + problem + "; " + remedy;
  }
}
