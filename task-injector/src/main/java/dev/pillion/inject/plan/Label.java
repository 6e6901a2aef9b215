package dev.pillion.inject.plan;

import java.util.Optional;
import java.util.function.Function;

/// A label of a task definition that Pillion knows: one row of the table that the parser and
/// `docs/annotations.md` share.
///
/// @param form the value's form, as Markdown
/// @param absent what holds without the label, as Markdown
/// @param meaning what it does, as Markdown
/// @param example a value of that form; empty where every value is refused
record Label<T>(
    String name,
    String form,
    String absent,
    String meaning,
    String example,
    Function<String, Reading<T>> reader) {
  /// Reads a value that [#problem] has nothing to say about.
  T value(String text) {
    return switch (reader.apply(text.strip())) {
      case Reading.Value<T>(var value) -> value;
      case Reading.Refused<T> refused -> throw new IllegalStateException(name + refused.problem());
    };
  }

  /// Why a value cannot be followed.
  Optional<Reading.Refused<T>> problem(String text) {
    return switch (reader.apply(text.strip())) {
      case Reading.Value<T> _ -> Optional.empty();
      case Reading.Refused<T> refused -> Optional.of(refused);
    };
  }
}
