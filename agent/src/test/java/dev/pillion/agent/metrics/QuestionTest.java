package dev.pillion.agent.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuestionTest {
  @ParameterizedTest
  @CsvSource({
    "usedonly, usedonly",
    "usedonly=, usedonly=",
    "a=b&filter=%5Ehttp&usedonly&format=json, filter=%5Ehttp&usedonly",
    "usedonlyx&filter, ''"
  })
  void onlyWhatChoosesMetricsIsPassedOn(String query, String passed) {
    assertEquals(passed, Question.of(query, null).query());
  }

  @Test
  void withoutAQueryAllIsAskedFor() {
    assertEquals(new Question("", Duration.ofSeconds(8)), Question.of(null, null));
  }

  @ParameterizedTest
  @CsvSource({"5, 4000", "0.5, 400", "999999, 96000", "-1, 8000", "soon, 8000", "1e9, 8000"})
  void envoysHaveAPartOfPrometheussPatience(String said, long millis) {
    assertEquals(Duration.ofMillis(millis), Question.of(null, said).time());
  }
}
