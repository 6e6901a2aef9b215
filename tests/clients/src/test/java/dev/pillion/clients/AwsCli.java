package dev.pillion.clients;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The AWS CLI. A call is the CLI's own entry point with a command line, in a fork of a process
/// that has loaded it: what `aws` does, less the loading. `WalkthroughTest` runs `aws` itself.
final class AwsCli implements Client {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ERROR =
      Pattern.compile(
          "An error occurred \\((\\w+)\\) when calling the \\w+ operation[^:]*: (.*)",
          Pattern.DOTALL);

  private final PythonScript script;

  AwsCli(Python python, Target target) {
    this.script = new PythonScript(python, target, "aws_calls.py");
  }

  @Override
  public Result call(String operation, Map<String, Object> input) {
    return run(operation, input, List.of("--no-paginate"));
  }

  @Override
  public JsonNode list(String operation, Map<String, Object> input, int pageSize) {
    return switch (run(operation, input, List.of("--page-size", Integer.toString(pageSize)))) {
      case Result.Success(var body) -> body;
      case Result.Failure(var code, var message) ->
          throw new AssertionError(operation + " was refused: " + code + ": " + message);
    };
  }

  private Result run(String operation, Map<String, Object> input, List<String> options) {
    String command = operation.replaceAll("(?<!^)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    try {
      var arguments = new ArrayList<>(List.of("appmesh", command, "--output", "json"));
      arguments.addAll(options);
      arguments.addAll(List.of("--cli-input-json", JSON.writeValueAsString(input)));
      JsonNode ended = script.ask(Map.of("arguments", arguments));
      if (ended.path("status").asInt() == 0) {
        return new Result.Success(JSON.readTree(ended.path("output").asText()));
      }
      String error = ended.path("error").asText().strip();
      Matcher known = ERROR.matcher(error);
      return known.find()
          ? new Result.Failure(known.group(1), known.group(2))
          : new Result.Failure("aws", error);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    script.close();
  }

  @Override
  public String toString() {
    return "AWS CLI";
  }
}
