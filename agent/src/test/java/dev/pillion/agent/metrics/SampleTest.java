package dev.pillion.agent.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SampleTest {
  private static final Labels MORE = Labels.of("mesh", "demo").and("task", "t1");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "up 1 | up{mesh=\"demo\",task=\"t1\"} 1",
        "up{} 1 | up{mesh=\"demo\",task=\"t1\"} 1",
        "up{a=\"b\"} 1 17 | up{mesh=\"demo\",task=\"t1\",a=\"b\"} 1 17",
        "x_bucket{le=\"+Inf\"} 3 | x_bucket{mesh=\"demo\",task=\"t1\",le=\"+Inf\"} 3",
        "up{mesh=\"other\"} 1 | up{task=\"t1\",mesh=\"other\"} 1",
        "up{a=\"b\", task=\"t2\",mesh=\"o\"} 1 | up{a=\"b\", task=\"t2\",mesh=\"o\"} 1",
        "up{a=\"task=\"} 1 | up{mesh=\"demo\",task=\"t1\",a=\"task=\"} 1",
        "up{a=\"}\\\",mesh=\\\"\"} 1 | up{mesh=\"demo\",task=\"t1\",a=\"}\\\",mesh=\\\"\"} 1",
        "up{a=\"\\\\\",mesh=\"o\"} 1 | up{task=\"t1\",a=\"\\\\\",mesh=\"o\"} 1",
        "up{mesh_name=\"o\"} 1 | up{mesh=\"demo\",task=\"t1\",mesh_name=\"o\"} 1",
      })
  void labelsComeInFrontUnlessTheyAreThere(String line, String expected) throws IOException {
    assertEquals(expected, Sample.of(line).with(MORE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "up", "{a=\"b\"} 1", "up{a=\"b\" 1", "up{a=\"b} 1", "up{a=\"\\"})
  void whatIsNoSampleIsRefused(String line) {
    var refused = assertThrows(IOException.class, () -> Sample.of(line));
    assertEquals("a line that it says is no metric: " + line, refused.getMessage());
  }

  @Test
  void valuesAreEscapedAndEmptyOnesLeftOut() throws IOException {
    var labels = Labels.of("a", "\"\\\n").and("b", "").and("c", "é");
    assertEquals("up{a=\"\\\"\\\\\\n\",c=\"é\"} 1", Sample.of("up 1").with(labels));
    assertEquals("up{a=\"\\\"\\\\\\n\",c=\"Ã©\"} 1", Sample.of("up 1").with(labels.bytewise()));
    assertEquals("up{x=\"y\"} 1", Sample.of("up{x=\"y\"} 1").with(Labels.NONE));
    assertEquals("up 1", Sample.of("up{} 1").with(Labels.NONE));
  }
}
