package dev.pillion.xds.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pillion.mesh.model.MeshException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PercentDecodingTest {
  @Test
  void aPathIsCutBeforeItIsDecodedAndDecodedOnce() {
    assertEquals(
        List.of("v", "a/b", "%2F", "c;d", "e+f", ""),
        PercentDecoding.segments("/v/a%2Fb/%252F/c;d/e+f/"));
  }

  @Test
  void aQueryIsReadByName() {
    assertEquals(
        Map.of("limit", "1", "nextToken", "a=b&c", "meshOwner", ""),
        PercentDecoding.query("limit=1&nextToken=a=b%26c&meshOwner&&"));
    assertEquals(Map.of(), PercentDecoding.query(""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%", "/%2", "/%zz", "/%ff", "/%c3"})
  void whatIsNotPercentEncodedUtf8IsRefused(String path) {
    assertThrows(MeshException.class, () -> PercentDecoding.segments(path));
  }

  @Property(tries = 200)
  void whatAClientEncodesIsDecodedToItself(@ForAll String name) {
    String text = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    assertEquals(List.of("x", text), PercentDecoding.segments("/x/" + encoded));
  }
}
