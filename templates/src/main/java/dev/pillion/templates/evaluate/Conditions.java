package dev.pillion.templates.evaluate;

import dev.pillion.templates.text.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A template's conditions.
final class Conditions {
  private final Evaluator evaluator;
  private final Map<String, Boolean> known = new HashMap<>();

  Conditions(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  /// Whether the condition of that name holds.
  boolean named(String name, String at) {
    Boolean is = known.get(name);
    if (is != null) {
      return is;
    }
    Optional<Value> condition = evaluator.template().conditions().member(name);
    if (condition.isEmpty()) {
      evaluator.problem(
          at, "there is no condition '" + name + "'", "add it under Conditions, or correct it");
      return false;
    }
    boolean holds =
        evaluator.once(
            "condition " + name, at, false, () -> holds(condition.get(), "Conditions." + name));
    known.put(name, holds);
    return holds;
  }

  /// Whether what was written in the place of a condition holds: its name, or functions.
  boolean holds(Value condition, String at) {
    return switch (condition) {
      case Value.Call(var function, var argument) ->
          switch (function) {
            case "Condition" -> named(evaluator.text(argument, at), at);
            case "Fn::Equals" -> equal(argument, at);
            case "Fn::Not" -> !operands(argument, at).stream().allMatch(c -> holds(c, at));
            case "Fn::And" -> operands(argument, at).stream().allMatch(c -> holds(c, at));
            case "Fn::Or" -> operands(argument, at).stream().anyMatch(c -> holds(c, at));
            default -> flag(evaluator.value(condition, at), at);
          };
      case Value.Members members
          when members.members().size() == 1 && members.text("Condition").isPresent() ->
          named(members.text("Condition").get(), at);
      case Value.Scalar scalar
          when evaluator.template().conditions().member(scalar.text()).isPresent() ->
          named(scalar.text(), at);
      case Value.Text(var name) when !name.equals("true") && !name.equals("false") ->
          named(name, at);
      default -> flag(condition, at);
    };
  }

  private boolean flag(Value value, String at) {
    if (value instanceof Value.Scalar scalar) {
      return scalar.text().equalsIgnoreCase("true");
    }
    evaluator.problem(at, "it is " + value.kind(), "give a condition");
    return false;
  }

  private boolean equal(Value argument, String at) {
    List<Value> sides = operands(argument, at);
    if (sides.size() != 2) {
      evaluator.problem(at, "Fn::Equals compares two values", "give a list of two");
      return false;
    }
    return plain(evaluator.value(sides.getFirst(), at))
        .equals(plain(evaluator.value(sides.getLast(), at)));
  }

  /// A number and a text that look the same are the same.
  private static Value plain(Value value) {
    return value instanceof Value.Scalar scalar ? new Value.Text(scalar.text()) : value;
  }

  private List<Value> operands(Value argument, String at) {
    if (argument instanceof Value.Items(var items)) {
      return items;
    }
    evaluator.problem(at, "it is " + argument.kind(), "give a list of conditions");
    return List.of();
  }
}
