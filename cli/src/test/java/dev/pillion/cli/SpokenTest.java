package dev.pillion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpokenTest {
  @ParameterizedTest
  @CsvSource({"-3, 0s", "0, 0s", "59, 59s", "61, 1m1s", "3700, 1h1m", "200000, 2d7h"})
  void aLengthIsItsTwoLargestUnits(long seconds, String spoken) {
    assertEquals(spoken, Spoken.length(seconds));
  }
}
