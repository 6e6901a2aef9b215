package dev.pillion.agent.cloudmap;

/// What AWS said to a question.
public sealed interface Answer<T> {
  /// It answered.
  record Given<T>(T value) implements Answer<T> {}

  /// It could not be asked, or refused; what was known before is still the best.
  record Failed<T>(String problem, String remedy) implements Answer<T> {}
}
