package dev.pillion.routes.spec;

/// One thing that is wrong, with what to do about it.
///
/// @param subject the variable or thing it is about
public record Violation(String subject, String problem, String remedy) {
  /// The line a person reads.
  public String line() {
    return subject + ": " + problem + "; " + remedy;
  }
}
