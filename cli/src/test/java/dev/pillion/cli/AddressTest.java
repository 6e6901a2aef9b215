package dev.pillion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.mesh.model.MeshException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:9391", "[::1]:9391", "localhost:0"})
  void whatIsWrittenReadsAsTheSame(String text) {
    assertEquals(text, Address.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", ":80", "host:", "host:port", "host:65536", "host:-1", ""})
  void anythingElseIsRefusedWithAnExample(String text) {
    var refusal = assertThrows(MeshException.class, () -> Address.parse(text));
    assertTrue(String.valueOf(refusal.getMessage()).contains("write it as 127.0.0.1:9391"));
  }
}
