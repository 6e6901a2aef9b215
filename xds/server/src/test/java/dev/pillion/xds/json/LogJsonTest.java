package dev.pillion.xds.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class LogJsonTest {
  private static final UUID UID = UUID.fromString("6f8d0d8a-31f5-4a8e-8d5e-0d6f5c2b1a00");
  private static final Instant AT = Instant.parse("2026-10-01T00:00:00.125Z");

  @Test
  void aSpecificationOfSeveralLinesIsPrintedOnOneAndSaysTheSame() {
    String spec =
        "{\n  \"text\": \"a\\n  b   c\u2028\",\r\n\t\"weights\": [ 1.50,\n\n    2e1 ]\n}\n";
    String line =
        LogJson.of(new HistoryEntry(UID, AT, 2, AT, "alice", "192.0.2.1:5", "update", spec));
    assertEquals(
        "{\"uid\":\"6f8d0d8a-31f5-4a8e-8d5e-0d6f5c2b1a00\",\"version\":2,"
            + "\"at\":\"2026-10-01T00:00:00.125Z\",\"principal\":\"alice\","
            + "\"address\":\"192.0.2.1:5\",\"action\":\"update\","
            + "\"spec\":{ \"text\": \"a\\n  b   c\u2028\", \"weights\": [ 1.50, 2e1 ] } }",
        line);
    assertEquals(JsonText.parse(spec), JsonText.parse(line).get("spec"));
  }
}
