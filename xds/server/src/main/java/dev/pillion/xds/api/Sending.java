package dev.pillion.xds.api;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;

/// Sends answers.
final class Sending {
  private Sending() {}

  /// @param id the request's
  /// @param last whether the connection ends after it
  static void send(
      ServerRequest request,
      ServerResponse response,
      String id,
      OperatorPages.Page page,
      boolean last) {
    Answer answer = page.answer();
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    response.status(answer.status());
    response.header(HeaderNames.CONTENT_TYPE, page.type());
    AnswerHeaders.of(answer, id).forEach(response::header);
    if (last) {
      response.header(HeaderValues.CONNECTION_CLOSE);
    }
    if (request.prologue().method().equals(Method.HEAD)) {
      response.header(HeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
      response.send(new byte[0]);
    } else {
      response.send(body);
    }
  }
}
