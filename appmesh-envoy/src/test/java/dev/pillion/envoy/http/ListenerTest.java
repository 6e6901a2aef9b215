package dev.pillion.envoy.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.envoy.settings.Admin.Place;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server with the JDK's client, and with callers that send nonsense.
final class ListenerTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  @TempDir private Path folder = Path.of("");
  private int port;
  private AutoCloseable listening = () -> {};

  @BeforeEach
  void listen() throws IOException {
    var listener =
        Listener.open(
            new Place.Tcp("127.0.0.1", 0),
            request -> {
              if (request.path().equals("/bad")) {
                throw new IllegalStateException("on purpose");
              }
              return Answer.text(
                  200, "%s %s [%s]".formatted(request.method(), request.query(), request.body()));
            });
    port = listener.port();
    listening = listener;
  }

  @AfterEach
  void close() throws Exception {
    listening.close();
  }

  private String said(String bytes) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void theJdksClientIsAnswered() throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var address = URI.create("http://127.0.0.1:" + port + "/a?x=1&y&z=a%20b");
      var got = client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
      assertEquals("GET {x=1, y=, z=a b} []", got.body());
      var posted =
          client.send(
              HttpRequest.newBuilder(address)
                  .POST(HttpRequest.BodyPublishers.ofString("body"))
                  .build(),
              BodyHandlers.ofString());
      assertEquals("POST {x=1, y=, z=a b} [body]", posted.body());
      var head =
          client.send(HttpRequest.newBuilder(address).HEAD().build(), BodyHandlers.ofString());
      assertEquals("", head.body());
      assertEquals(200, head.statusCode());
    }
  }

  @Test
  void nonsenseIsTheCallersFault() throws Exception {
    assertTrue(said("nonsense\r\n\r\n").startsWith("HTTP/1.1 400 "));
    assertTrue(said("GET / HTTP/2\r\n\r\n").startsWith("HTTP/1.1 400 "));
    assertTrue(said("GET /\r\nHost: x\r\n\r\n").startsWith("HTTP/1.1 400 "));
    assertTrue(said("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n").startsWith("HTTP/1.1 400 "));
    assertTrue(
        said("POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n").startsWith("HTTP/1.1 400 "));
    assertTrue(
        said("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
            .startsWith("HTTP/1.1 400 "));
    assertTrue(said("GET /" + "a".repeat(20_000)).startsWith("HTTP/1.1 400 "));
    assertTrue(said("GET /?a=%zz HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 400 "));
    assertTrue(said("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nabc").startsWith("HTTP/1.1 400 "));
  }

  @Test
  void aFailureIsAnAnswer() throws Exception {
    var answer = new Client(new Place.Tcp("127.0.0.1", port), LIMIT).get("/bad");
    assertEquals(500, answer.status());
    assertEquals("java.lang.IllegalStateException: on purpose\n", answer.text());
  }

  @Test
  void aSocketOfAnEarlierRunIsTakenOver() throws Exception {
    var place = new Place.Socket(folder.resolve("s").toString());
    // Left behind as by a container that was killed: bound, and nobody accepts.
    try (var left = Places.listen(place)) {
      assertTrue(left.isOpen());
    }
    try (var listener = Listener.open(place, request -> Answer.text(200, request.path()))) {
      assertEquals(0, listener.port());
      assertEquals("/x", new Client(place, LIMIT).get("/x").text());
    }
  }

  @Test
  void whoDoesNotAnswerInTimeIsLeft() throws Exception {
    var place = new Place.Socket(folder.resolve("silent").toString());
    try (var silent = Places.listen(place)) {
      assertTrue(silent.isOpen());
      var asking = new Client(place, Duration.ofMillis(50));
      assertEquals(
          "no answer within 50 ms",
          assertThrows(IOException.class, () -> asking.get("/")).getMessage());
    }
  }

  @Test
  void anAddressThatIsNoneIsAFailureLikeAnyOther() {
    var nowhere = new Client(new Place.Tcp("nobody.invalid", 1), LIMIT);
    assertThrows(IOException.class, () -> nowhere.get("/"));
    assertThrows(
        IOException.class,
        () -> Listener.open(new Place.Tcp("nobody.invalid", 1), request -> Answer.text(200, "")));
  }

  @Test
  void chunksArePutTogether() throws Exception {
    assertEquals("hello world", Chunks.joined("5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n"));
    assertThrows(IOException.class, () -> Chunks.joined("5\r\nhel"));
    assertThrows(IOException.class, () -> Chunks.joined("5\r\nhello\r\n"));
    assertThrows(IOException.class, () -> Chunks.joined("x\r\n"));
  }
}
