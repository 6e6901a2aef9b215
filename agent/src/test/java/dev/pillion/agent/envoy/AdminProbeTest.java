package dev.pillion.agent.envoy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pillion.agent.envoy.EnvoyProbe.Readiness;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AdminProbeTest {
  private static final String STATS =
      "listener_manager.lds.update_success: 1\\r\\nlistener_manager.total_listeners_warming: 0\\n";

  @TempDir private Path directory;

  private Path socket() {
    return directory.resolve("admin.sock");
  }

  @Test
  void aSocketThatIsNotThereIsTold() {
    assertEquals(
        new Readiness.Waiting("it has not opened its admin socket yet"),
        new AdminProbe().readiness(socket()));
  }

  @Test
  void anEnvoyThatDoesNotAnswerWaitsOnlyForTheBound() throws IOException {
    try (var _ = listen()) {
      assertEquals(
          new Readiness.Waiting("its admin socket does not answer: no answer within 1000 ms"),
          new AdminProbe().readiness(socket()));
    }
  }

  @Test
  void answersInChunksArePutTogether() throws IOException {
    try (var listening = listen()) {
      Thread.ofVirtual().start(() -> answer(listening, chunked("LI", "VE\n"), chunked(stats())));
      assertEquals(new Readiness.Ready(), new AdminProbe().readiness(socket()));
    }
  }

  @Test
  void answersThatAreCutOffAreProblems() throws IOException {
    assertEquals("x", HttpAnswer.body("HTTP/1.1 503 Service Unavailable\r\n\r\nx"));
    for (String cut :
        List.of(
            "",
            "HTTP/1.1 200 OK\r\n",
            "SSH-2.0\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nabc",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nabc")) {
      assertThrows(IOException.class, () -> HttpAnswer.body(cut), cut);
    }
  }

  private static String stats() {
    return STATS.translateEscapes();
  }

  private ServerSocketChannel listen() throws IOException {
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(socket()));
  }

  private static void answer(ServerSocketChannel listening, String... answers) {
    for (String answer : answers) {
      try (var connection = listening.accept()) {
        connection.read(ByteBuffer.allocate(1024));
        connection.write(ByteBuffer.wrap(answer.getBytes(US_ASCII)));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static String chunked(String... chunks) {
    var answer = new StringBuilder("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
    for (String chunk : chunks) {
      answer
          .append(Integer.toHexString(chunk.length()))
          .append("\r\n")
          .append(chunk)
          .append("\r\n");
    }
    return answer.append("0\r\n\r\n").toString();
  }
}
