package dev.pillion.templates.text;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// A value in a template: what YAML and JSON have, and calls of CloudFormation's functions.
public sealed interface Value {
  /// A value that has a text. Numbers and flags keep theirs as it was written.
  sealed interface Scalar extends Value {
    /// As it was written.
    String text();
  }

  /// A string.
  record Text(String text) implements Scalar {}

  /// A number.
  record Numeral(String text) implements Scalar {}

  /// True or false.
  record Flag(boolean is, String text) implements Scalar {}

  /// YAML's and JSON's null.
  record Nothing() implements Value {}

  /// What `AWS::NoValue` stands for: whatever holds it is as if it did not have it.
  record Absent() implements Value {}

  /// A list.
  record Items(List<Value> items) implements Value {
    /// Copies its list.
    public Items {
      items = List.copyOf(items);
    }
  }

  /// A mapping, in the order in which it was written.
  record Members(SequencedMap<String, Value> members) implements Value {
    /// A mapping of nothing.
    public static final Members NONE = new Members(new LinkedHashMap<>());

    /// Copies its map.
    public Members {
      members = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(members));
    }

    /// The member of that name, if there is one.
    public Optional<Value> member(String name) {
      return Optional.ofNullable(members.get(name));
    }

    /// The mapping under that name; an empty one where there is none.
    public Members mapping(String name) {
      return members.get(name) instanceof Members inner ? inner : NONE;
    }

    /// The text under that name, if there is one.
    public Optional<String> text(String name) {
      return members.get(name) instanceof Scalar scalar
          ? Optional.of(scalar.text())
          : Optional.empty();
    }
  }

  /// A call of one of CloudFormation's functions.
  ///
  /// @param function by its full name, as in `Fn::GetAtt`; or `Ref` or `Condition`
  record Call(String function, Value argument) implements Value {}

  /// The call that a mapping of one member is, or the mapping itself.
  static Value mappingOrCall(SequencedMap<String, Value> members) {
    if (members.size() == 1) {
      String name = members.firstEntry().getKey();
      if (name.equals("Ref") || name.startsWith("Fn::")) {
        return new Call(name, members.firstEntry().getValue());
      }
    }
    return new Members(members);
  }

  /// A word for what it is, for messages.
  default String kind() {
    return switch (this) {
      case Text _ -> "a text";
      case Numeral _ -> "a number";
      case Flag _ -> "true or false";
      case Nothing _ -> "null";
      case Absent _ -> "AWS::NoValue";
      case Items _ -> "a list";
      case Members _ -> "a mapping";
      case Call(var function, _) -> function;
    };
  }
}
