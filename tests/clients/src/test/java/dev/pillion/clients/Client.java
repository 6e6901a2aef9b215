package dev.pillion.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/// One of App Mesh's stock clients, called by an operation's name.
interface Client extends AutoCloseable {
  /// What came back.
  sealed interface Result {
    /// The answer's members; times are in the client's own form.
    record Success(JsonNode body) implements Result {}

    /// An error as the client understood it.
    record Failure(String code, String message) implements Result {}
  }

  /// Calls the operation.
  ///
  /// @param operation App Mesh's name for it, such as `CreateVirtualNode`
  /// @param input its members by their names on the wire
  Result call(String operation, Map<String, Object> input);

  /// Lists all there is with the client's own paginator.
  ///
  /// @param pageSize how many items it asks for at a time
  JsonNode list(String operation, Map<String, Object> input, int pageSize);

  /// What the operation answers; fails the test where it is refused.
  default JsonNode answer(String operation, Map<String, Object> input) {
    return switch (call(operation, input)) {
      case Result.Success(var body) -> body;
      case Result.Failure(var code, var message) ->
          fail(operation + " " + input + " was refused: " + code + ": " + message);
    };
  }

  /// Fails the test unless the operation is refused with that code, in words that contain these.
  default void refused(String operation, Map<String, Object> input, String code, String... words) {
    switch (call(operation, input)) {
      case Result.Success(var body) -> fail(operation + " was not refused: " + body);
      case Result.Failure(var got, var message) -> {
        assertEquals(code, got, message);
        for (String word : words) {
          assertTrue(message.contains(word), () -> "no '" + word + "' in: " + message);
        }
      }
    }
  }

  @Override
  void close();
}
