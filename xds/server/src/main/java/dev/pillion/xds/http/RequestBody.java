package dev.pillion.xds.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;

/// The body of a request.
public final class RequestBody {
  private RequestBody() {}

  /// All of it.
  public static byte[] read(ServerRequest request) throws IOException {
    try (var content = request.content().inputStream()) {
      return content.readAllBytes();
    } catch (IllegalArgumentException | DataReader.IncorrectNewLineException e) {
      // The web server would take broken chunks for a defect of its own.
      throw RequestException.builder()
          .type(DirectHandler.EventType.BAD_REQUEST)
          .status(Status.BAD_REQUEST_400)
          .setKeepAlive(false)
          .message("the request body is not in HTTP's chunked form; send it with a Content-Length")
          .cause(e)
          .build();
    }
  }
}
