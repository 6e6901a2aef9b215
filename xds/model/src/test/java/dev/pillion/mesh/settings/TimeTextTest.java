package dev.pillion.mesh.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeTextTest {
  @ParameterizedTest
  @CsvSource({"500ms, PT0.5S", "2s, PT2S", "1m, PT1M", "24h, PT24H", "0s, PT0S"})
  void aNumberAndAUnit(String text, Duration time) {
    assertEquals(Optional.of(time), TimeText.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "s", "-1s", "1.5s", "1 s", "1S", "1d", "1234567890s"})
  void nothingElse(String text) {
    assertEquals(Optional.empty(), TimeText.parse(text));
  }
}
