package dev.pillion.inject.plan;

/// A label's value, read or refused.
sealed interface Reading<T> {
  /// It is of its form.
  record Value<T>(T value) implements Reading<T> {}

  /// It is not, or asks for what is not done.
  ///
  /// @param problem what is wrong with the value, to follow the label's name
  record Refused<T>(Reason reason, String problem, String remedy) implements Reading<T> {}

  /// A value that is not of its form.
  static <T> Reading<T> bad(String problem, String remedy) {
    return new Refused<>(Reason.BAD_VALUE, problem, remedy);
  }

  /// A value that is understood and cannot be followed yet.
  static <T> Reading<T> notYet(String problem, String remedy) {
    return new Refused<>(Reason.NOT_YET, problem, remedy);
  }
}
