package dev.pillion.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// boto3 in one process. Each answer it gets is also held against botocore's own model of App Mesh:
/// required members, types, words and error codes; boto3 itself takes what comes.
final class Boto3 implements Client {
  private final PythonScript script;

  Boto3(Python python, Target target) {
    this.script = new PythonScript(python, target, "boto3_calls.py");
  }

  @Override
  public Result call(String operation, Map<String, Object> input) {
    return result(script.ask(Map.of("operation", operation, "input", input)));
  }

  @Override
  public JsonNode list(String operation, Map<String, Object> input, int pageSize) {
    var question = Map.of("operation", operation, "input", input, "pageSize", pageSize);
    return switch (result(script.ask(question))) {
      case Result.Success(var body) -> body;
      case Result.Failure(var code, var message) ->
          throw new AssertionError(operation + " was refused: " + code + ": " + message);
    };
  }

  /// The names of all operations in the model.
  SortedSet<String> operations() {
    var names = new TreeSet<String>();
    script.ask(Map.of("operation", "")).forEach(name -> names.add(name.asText()));
    return names;
  }

  private static Result result(JsonNode line) {
    assertEquals(
        JsonNodeFactory.instance.arrayNode(), line.path("departures"), "departs from the model");
    return line.has("ok")
        ? new Result.Success(line.path("ok"))
        : new Result.Failure(line.path("code").asText(), line.path("message").asText());
  }

  @Override
  public void close() {
    script.close();
  }

  @Override
  public String toString() {
    return "boto3";
  }
}
