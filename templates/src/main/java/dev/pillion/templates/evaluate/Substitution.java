package dev.pillion.templates.evaluate;

import dev.pillion.templates.text.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `Fn::Sub`: text with variables in it.
final class Substitution {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

  private Substitution() {}

  static Value of(Evaluator evaluator, Value argument, String at) {
    Value.Members own = Value.Members.NONE;
    Value pattern = argument;
    if (argument instanceof Value.Items(var items) && items.size() == 2) {
      pattern = items.getFirst();
      own = items.getLast() instanceof Value.Members members ? members : own;
    }
    if (!(pattern instanceof Value.Scalar text)) {
      return evaluator.problem(
          at, "Fn::Sub has no text", "give it a text, or a list of a text and a mapping");
    }
    var substituted = new StringBuilder();
    Matcher variables = VARIABLE.matcher(text.text());
    while (variables.find()) {
      String name = variables.group(1).strip();
      variables.appendReplacement(
          substituted, Matcher.quoteReplacement(variable(evaluator, name, own, at)));
    }
    return evaluator.value(new Value.Text(variables.appendTail(substituted).toString()), at);
  }

  private static String variable(Evaluator evaluator, String name, Value.Members own, String at) {
    if (name.startsWith("!")) {
      return "${" + name.substring(1) + "}";
    }
    if (own.member(name).isPresent()) {
      return evaluator.text(own.member(name).get(), at);
    }
    return evaluator.text(called(name), at);
  }

  private static Value called(String name) {
    return name.contains(".")
        ? new Value.Call("Fn::GetAtt", new Value.Text(name))
        : new Value.Call("Ref", new Value.Text(name));
  }

  /// The references that the argument makes.
  static List<String> names(Value argument) {
    List<String> names = new ArrayList<>();
    Value pattern =
        argument instanceof Value.Items(var items) && !items.isEmpty()
            ? items.getFirst()
            : argument;
    if (pattern instanceof Value.Scalar text) {
      Matcher variables = VARIABLE.matcher(text.text());
      while (variables.find()) {
        names.add(variables.group(1).strip());
      }
    }
    return names;
  }
}
