package dev.pillion.templates.evaluate;

import dev.pillion.templates.text.Problems;
import dev.pillion.templates.text.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// What the values of one template come to. Whatever cannot be told becomes a problem and an empty
/// text, so that one pass finds all of them.
final class Evaluator {
  private static final Value UNTOLD = new Value.Text("");

  private final Template template;
  private final Problems problems;
  private final Functions functions;
  private final References references;
  private final Conditions conditions;
  private final Set<String> open = new HashSet<>();

  Evaluator(Template template, Given given, Imports imports, Problems problems) {
    this.template = template;
    this.problems = problems;
    this.functions = new Functions(this, imports);
    this.references = new References(this, given);
    this.conditions = new Conditions(this);
  }

  Template template() {
    return template;
  }

  Problems problems() {
    return problems;
  }

  References references() {
    return references;
  }

  Conditions conditions() {
    return conditions;
  }

  /// The value with every function called.
  ///
  /// @param at where it stands, for messages
  Value value(Value value, String at) {
    return switch (value) {
      case Value.Text(var text) when text.contains("{{resolve:") ->
          problem(
              at,
              "'" + text + "' is looked up by CloudFormation, in AWS",
              "make it a parameter, and give that with --parameter");
      case Value.Scalar scalar -> scalar;
      case Value.Nothing nothing -> nothing;
      case Value.Absent absent -> absent;
      case Value.Items(var items) -> {
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
          Value item = value(items.get(i), at + "[" + i + "]");
          if (!(item instanceof Value.Absent)) {
            values.add(item);
          }
        }
        yield new Value.Items(values);
      }
      case Value.Members(var members) -> {
        var values = new LinkedHashMap<String, Value>();
        members.forEach((name, member) -> {
          Value inner = value(member, at + "." + name);
          if (!(inner instanceof Value.Absent)) {
            values.put(name, inner);
          }
        });
        yield new Value.Members(values);
      }
      case Value.Call call -> functions.call(call, at);
    };
  }

  /// The text that the value comes to; empty, with a problem, where it is none.
  String text(Value value, String at) {
    Value is = value(value, at);
    if (is instanceof Value.Scalar scalar) {
      return scalar.text();
    }
    problem(at, "it is " + is.kind(), "give a text");
    return "";
  }

  /// The items that the value comes to; none, with a problem, where it is no list.
  List<Value> items(Value value, String at) {
    Value is = value(value, at);
    if (is instanceof Value.Items(var items)) {
      return items;
    }
    if (!is.equals(UNTOLD)) {
      problem(at, "it is " + is.kind(), "give a list");
    }
    return List.of();
  }

  /// The items of a function's argument as they were written, of which there must be so many.
  Optional<List<Value>> arguments(Value.Call call, int least, int most, String at) {
    if (call.argument() instanceof Value.Items(var items)
        && items.size() >= least
        && items.size() <= most) {
      return Optional.of(items);
    }
    problem(
        at,
        call.function() + " has another number of arguments than it takes",
        "give it a list of " + (least == most ? "" + least : least + " to " + most));
    return Optional.empty();
  }

  Value problem(String at, String problem, String remedy) {
    problems.add(template.file() + ": " + at, problem, remedy);
    return UNTOLD;
  }

  /// Does what may come back to itself, unless it does.
  <T> T once(String name, String at, T otherwise, Supplier<T> work) {
    if (!open.add(name)) {
      problem(at, "'" + name + "' depends on itself", "take one of its references out");
      return otherwise;
    }
    try {
      return work.get();
    } finally {
      open.remove(name);
    }
  }
}
