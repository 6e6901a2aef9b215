package dev.pillion.agent.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestHeadTest {
  private static Optional<RequestHead> parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return RequestHead.parse(bytes, 0, bytes.length);
  }

  @ParameterizedTest
  @CsvSource({
    "/containers/abc/start, abc, true",
    "/v1.17/containers/abc/start, abc, false",
    "/v1.21/containers/abc/start, abc, false",
    "/v1.24/containers/abc/start, abc, true",
    "/v1.44/containers/ecs-web-3-app-0a/start?checkpoint=x, ecs-web-3-app-0a, true",
    "/v2.1/containers/abc/start, abc, true",
    "/containers/a%62c/start, abc, true",
    "http://docker/v1.41/containers/abc/start, abc, true"
  })
  void startsAreKnown(String target, String container, boolean json) {
    assertEquals(
        Optional.of(new RequestHead.Start(container, json)),
        parse("POST " + target + " HTTP/1.1\r\nHost: docker\r\n\r\n").orElseThrow().start());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /containers/abc/start",
        "POST /containers/abc/stop",
        "POST /containers/abc/restart",
        "POST /exec/abc/start",
        "POST /containers/abc/start/more",
        "POST /containers//start",
        "POST /containers/create?name=start"
      })
  void nothingElseIsAStart(String line) {
    assertEquals(Optional.empty(), parse(line + " HTTP/1.1\r\n\r\n").orElseThrow().start());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PRI * HTTP/2.0\r\n\r\n",
        "\r\nGET / HTTP/1.1\r\n\r\n",
        "nonsense\r\n\r\n",
        "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"
      })
  void whatIsNoRequestIsNotTakenForOne(String text) {
    assertEquals(Optional.empty(), parse(text));
  }

  @Test
  void chunksGoBeforeALength() {
    var request =
        parse("POST /build HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: Chunked\r\n\r\n")
            .orElseThrow();
    byte[] body = "0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
    assertEquals(5, request.body().consume(body, 0, body.length));
  }
}
