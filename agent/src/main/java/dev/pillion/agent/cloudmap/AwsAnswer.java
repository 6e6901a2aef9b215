package dev.pillion.agent.cloudmap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.core.retry.ClockSkew;
import software.amazon.awssdk.http.HttpExecuteResponse;

/// Reads what AWS answers.
final class AwsAnswer {
  // The HTTP client bounds each read; one that brings a byte at a time must end too.
  private static final Duration WITHIN = Duration.ofSeconds(3);
  private static final int MOST_BYTES = 16 << 20;
  private static final int CHUNK_BYTES = 16 << 10;
  private static final int OK = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  private AwsAnswer() {}

  /// The document of a call that was served.
  ///
  /// @throws AwsFailure for one that was refused
  static JsonNode read(HttpExecuteResponse answer) throws IOException {
    int status = answer.httpResponse().statusCode();
    byte[] body = body(answer);
    if (status == OK) {
      return JSON.readTree(body);
    }
    throw refusal(answer, body, status);
  }

  private static byte[] body(HttpExecuteResponse answer) throws IOException {
    long begun = System.nanoTime();
    var body = new ByteArrayOutputStream();
    try (InputStream stream = answer.responseBody().orElse(null)) {
      var chunk = new byte[CHUNK_BYTES];
      int count;
      while (stream != null && (count = stream.read(chunk)) >= 0) {
        body.write(chunk, 0, count);
        if (body.size() > MOST_BYTES) {
          throw new IOException("its answer is longer than " + MOST_BYTES + " bytes");
        }
        if (System.nanoTime() - begun > WITHIN.toNanos()) {
          throw new IOException("its answer did not end within " + WITHIN.toSeconds() + " s");
        }
      }
    }
    return body.toByteArray();
  }

  private static AwsFailure refusal(HttpExecuteResponse answer, byte[] body, int status) {
    JsonNode error = JSON.createObjectNode();
    try {
      error = JSON.readTree(body);
    } catch (JsonProcessingException _) {
      // Something on the way answered, not AWS.
    } catch (IOException e) {
      throw new IllegalStateException("bytes can be read", e);
    }
    String type =
        answer
            .httpResponse()
            .firstMatchingHeader("x-amzn-errortype")
            .orElse(error.path("__type").asText(""));
    // Such as com.amazonaws.ecs#ClientException, or ClientException:http://…
    String code = type.replaceAll("^.*#", "").replaceAll(":.*$", "");
    String message = error.path("message").asText(error.path("Message").asText(""));
    Instant time = ClockSkew.getServerTime(answer.httpResponse()).orElse(null);
    return new AwsFailure(
        code, code.isEmpty() ? "it answered with status " + status : message, status, time);
  }
}
