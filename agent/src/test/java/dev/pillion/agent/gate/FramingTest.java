package dev.pillion.agent.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FramingTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0\r\n\r\n",
        "5\r\nhello\r\n0\r\n\r\n",
        "A;name=value\r\n0123456789\r\n1\r\n\n\r\n0\r\n\r\n",
        "00003\r\n\r\n\r\r\n0\r\nTrailer: 1\r\nOther: 2\r\n\r\n",
        "2\nab\n0\n\n"
      })
  void theEndOfChunksIsFoundWhereverTheBytesArePartedAndNotBefore(String body) {
    byte[] bytes = (body + "GET").getBytes(StandardCharsets.ISO_8859_1);
    for (int part = 1; part <= bytes.length; part++) {
      Framing framing = Framing.chunked();
      int at = 0;
      while (at < bytes.length && !framing.done()) {
        at += framing.consume(bytes, at, Math.min(bytes.length, at + part));
      }
      assertTrue(framing.done());
      assertEquals(body.length(), at, "in parts of " + part);
    }
  }

  @Test
  void aBodyThatIsNotThereYetIsNotDone() {
    Framing framing = Framing.chunked();
    byte[] bytes = "3\r\nabc\r\n0\r\n\r".getBytes(StandardCharsets.ISO_8859_1);
    assertEquals(bytes.length, framing.consume(bytes, 0, bytes.length));
    assertFalse(framing.done());
  }

  @Test
  void aSizedBodyEndsAfterItsSize() {
    Framing framing = Framing.sized(5);
    assertEquals(3, framing.consume(new byte[10], 0, 3));
    assertEquals(2, framing.consume(new byte[10], 3, 10));
    assertTrue(framing.done());
    assertTrue(Framing.none().done());
  }
}
