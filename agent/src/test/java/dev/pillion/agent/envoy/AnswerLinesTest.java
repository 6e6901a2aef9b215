package dev.pillion.agent.envoy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AnswerLinesTest {
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  private static List<String> lines(String answer, int atOnce, long most) throws IOException {
    byte[] bytes = answer.getBytes(ISO_8859_1);
    int[] at = {0};
    var lines = new ArrayList<String>();
    new AnswerLines(
            buffer -> {
              int count = Math.min(Math.min(atOnce, buffer.remaining()), bytes.length - at[0]);
              buffer.put(bytes, at[0], count);
              at[0] += count;
              return count > 0;
            },
            most)
        .each(lines::add);
    return lines;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000})
  void chunksMayEndAnywhereAndBytesComeAsTheyWere(int atOnce) throws IOException {
    String answer = CHUNKED + "3\r\nab\n\r\nA;x=y\r\ncd\ne\n\nlast\r\n1\r\n\u00e9\r\n0\r\n\r\n";
    assertEquals(List.of("ab", "cd", "e", "", "last\u00e9"), lines(answer, atOnce, 100));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1000})
  void aBodyMayBeAsLongAsItSaysOrEndWithTheConnection(int atOnce) throws IOException {
    assertEquals(
        List.of("a", "b"),
        lines("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\na\nb\nmore", atOnce, 100));
    assertEquals(List.of("a", "b"), lines("HTTP/1.1 200 OK\r\n\r\na\r\nb", atOnce, 100));
  }

  @Test
  void whatIsNoAnswerIsToldAsSuch() {
    assertProblem("its answer ends early", "");
    assertProblem("its answer ends early", "HTTP/1.1 200 OK\r\n");
    assertProblem("what it says is no HTTP answer", "SSH-2.0\r\n\r\n");
    assertProblem(
        "it says HTTP/1.1 503 Service Unavailable", "HTTP/1.1 503 Service Unavailable\r\n\r\nx");
  }

  @Test
  void aBodyThatIsCutOffWrongOrTooLargeIsToldAsSuch() {
    assertProblem("its answer ends early", CHUNKED + "5\r\nabc");
    assertProblem("its answer ends early", CHUNKED + "3\r\nabc\r\n");
    assertProblem("a part of its answer has no length", CHUNKED + "zz\r\nabc");
    assertProblem("a part of its answer has no length", CHUNKED + "-1\r\nabc");
    assertProblem("a chunk of its answer is longer than it said", CHUNKED + "2\r\nabc\r\n");
    assertProblem("its answer ends early", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab");
    assertProblem(
        "its answer is larger than 100 bytes", "HTTP/1.1 200 OK\r\n\r\n" + "ab\n".repeat(50));
    String line = "x".repeat(70_000);
    var tooLong =
        assertThrows(
            IOException.class, () -> lines("HTTP/1.1 200 OK\r\n\r\n" + line, 1000, 100_000));
    assertEquals("a line of its answer is longer than 65536 bytes", tooLong.getMessage());
  }

  private static void assertProblem(String problem, String answer) {
    assertEquals(
        problem, assertThrows(IOException.class, () -> lines(answer, 1000, 100)).getMessage());
  }
}
