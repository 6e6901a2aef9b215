package dev.pillion.templates.evaluate;

import dev.pillion.templates.text.Json;
import dev.pillion.templates.text.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// CloudFormation's functions.
final class Functions {
  private final Evaluator evaluator;
  private final Imports imports;

  Functions(Evaluator evaluator, Imports imports) {
    this.evaluator = evaluator;
    this.imports = imports;
  }

  Value call(Value.Call call, String at) {
    Value argument = call.argument();
    return switch (call.function()) {
      case "Ref" -> evaluator.references().ref(evaluator.text(argument, at), at);
      case "Fn::GetAtt" -> getAtt(argument, at);
      case "Fn::Sub" -> Substitution.of(evaluator, argument, at);
      case "Fn::Join" -> join(call, at);
      case "Fn::Select" -> select(call, at);
      case "Fn::Split" -> split(call, at);
      case "Fn::FindInMap" -> findInMap(call, at);
      case "Fn::If" -> choose(call, at);
      case "Fn::ImportValue" -> imports.value(evaluator, evaluator.text(argument, at), at);
      case "Fn::Base64" ->
          new Value.Text(
              Base64.getEncoder()
                  .encodeToString(evaluator.text(argument, at).getBytes(StandardCharsets.UTF_8)));
      case "Fn::Length" -> new Value.Numeral("" + evaluator.items(argument, at).size());
      case "Fn::ToJsonString" ->
          new Value.Text(Json.typed(evaluator.value(argument, at)).toString());
      case "Condition", "Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not" -> {
        boolean is = evaluator.conditions().holds(call, at);
        yield new Value.Flag(is, Boolean.toString(is));
      }
      default ->
          evaluator.problem(
              at,
              call.function() + " is not among the functions that Pillion calls",
              "put what it comes to in its place, or make it a parameter");
    };
  }

  private Value getAtt(Value argument, String at) {
    if (argument instanceof Value.Items(var items) && items.size() == 2) {
      return evaluator
          .references()
          .attribute(evaluator.text(items.getFirst(), at), evaluator.text(items.getLast(), at), at);
    }
    String text = evaluator.text(argument, at);
    int dot = text.indexOf('.');
    if (dot <= 0) {
      return evaluator.problem(
          at, "Fn::GetAtt of '" + text + "' names no attribute", "write it as Resource.Attribute");
    }
    return evaluator.references().attribute(text.substring(0, dot), text.substring(dot + 1), at);
  }

  private Value join(Value.Call call, String at) {
    Optional<List<Value>> given = evaluator.arguments(call, 2, 2, at);
    if (given.isEmpty()) {
      return new Value.Text("");
    }
    String between = evaluator.text(given.get().getFirst(), at);
    List<String> parts = new ArrayList<>();
    for (Value item : evaluator.items(given.get().getLast(), at)) {
      parts.add(evaluator.text(item, at));
    }
    return new Value.Text(String.join(between, parts));
  }

  private Value select(Value.Call call, String at) {
    Optional<List<Value>> given = evaluator.arguments(call, 2, 2, at);
    if (given.isEmpty()) {
      return new Value.Text("");
    }
    String index = evaluator.text(given.get().getFirst(), at);
    List<Value> items = evaluator.items(given.get().getLast(), at);
    if (index.matches("[0-9]{1,6}") && Integer.parseInt(index) < items.size()) {
      return items.get(Integer.parseInt(index));
    }
    return evaluator.problem(
        at,
        "Fn::Select wants item '%s' of %d".formatted(index, items.size()),
        "give a number from 0 on");
  }

  private Value split(Value.Call call, String at) {
    Optional<List<Value>> given = evaluator.arguments(call, 2, 2, at);
    if (given.isEmpty()) {
      return new Value.Items(List.of());
    }
    String between = evaluator.text(given.get().getFirst(), at);
    String text = evaluator.text(given.get().getLast(), at);
    return new Value.Items(
        List.of(text.split(Pattern.quote(between), -1)).stream()
            .<Value>map(Value.Text::new)
            .toList());
  }

  private Value findInMap(Value.Call call, String at) {
    Optional<List<Value>> given = evaluator.arguments(call, 3, 4, at);
    if (given.isEmpty()) {
      return new Value.Text("");
    }
    List<Value> keys = given.get();
    String map = evaluator.text(keys.get(0), at);
    String first = evaluator.text(keys.get(1), at);
    String second = evaluator.text(keys.get(2), at);
    Optional<Value> found =
        evaluator.template().mappings().mapping(map).mapping(first).member(second);
    if (found.isPresent()) {
      return evaluator.value(found.get(), at);
    }
    if (keys.size() == 4
        && keys.get(3) instanceof Value.Members members
        && members.member("DefaultValue").isPresent()) {
      return evaluator.value(members.member("DefaultValue").get(), at);
    }
    return evaluator.problem(
        at,
        "no mapping has '%s.%s.%s'".formatted(map, first, second),
        "correct Mappings, or what is looked up in it");
  }

  private Value choose(Value.Call call, String at) {
    Optional<List<Value>> given = evaluator.arguments(call, 3, 3, at);
    if (given.isEmpty()) {
      return new Value.Absent();
    }
    boolean holds = evaluator.conditions().holds(given.get().get(0), at);
    return evaluator.value(given.get().get(holds ? 1 : 2), at);
  }
}
