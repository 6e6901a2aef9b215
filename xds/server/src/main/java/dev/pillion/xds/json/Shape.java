package dev.pillion.xds.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a JSON value must look like, as App Mesh's model of 2019-01-25 has it.
sealed interface Shape {
  /// A member of a structure, which must be there or may be.
  record Member(Shape shape, boolean required) {}

  /// A JSON object. Of a union, exactly one member is there.
  record Structure(boolean union, Map<String, Member> members) implements Shape {
    Structure must(String name, Shape shape) {
      return with(name, shape, true);
    }

    Structure may(String name, Shape shape) {
      return with(name, shape, false);
    }

    private Structure with(String name, Shape shape, boolean required) {
      var more = new LinkedHashMap<>(members);
      more.put(name, new Member(shape, required));
      return new Structure(union, more);
    }
  }

  /// A JSON array of `min` to `max` items.
  record ListOf(Shape item, int min, int max) implements Shape {}

  /// A string of `min` to `max` characters.
  record Text(int min, int max, Optional<Pattern> pattern) implements Shape {}

  /// One of some words.
  record Choice(List<String> words) implements Shape {}

  /// A whole number.
  record Whole(long min, long max) implements Shape {}

  /// `true` or `false`.
  record Flag() implements Shape {}

  static Structure structure() {
    return new Structure(false, Map.of());
  }

  static Structure union() {
    return new Structure(true, Map.of());
  }

  static Shape list(Shape item) {
    return new ListOf(item, 0, Integer.MAX_VALUE);
  }

  static Shape list(Shape item, int min, int max) {
    return new ListOf(item, min, max);
  }

  static Shape text() {
    return new Text(0, Integer.MAX_VALUE, Optional.empty());
  }

  static Shape text(int min, int max) {
    return new Text(min, max, Optional.empty());
  }

  static Shape text(int min, int max, String pattern) {
    return new Text(min, max, Optional.of(Pattern.compile(pattern)));
  }

  static Shape choice(String... words) {
    return new Choice(List.of(words));
  }

  static Shape whole(long min, long max) {
    return new Whole(min, max);
  }
}
