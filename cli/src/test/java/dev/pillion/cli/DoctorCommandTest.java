package dev.pillion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class DoctorCommandTest {
  @Test
  void anUnfitHostIsToldWithARemedyForEachThingIn80ColumnsAndExitStatus1() {
    var ran = Ran.pillion("doctor", "--server", "127.0.0.1:1");
    assertEquals(1, ran.status());
    assertTrue(ran.out().contains("UNFIT   server: 127.0.0.1:1 does not answer"), ran.out());
    assertTrue(ran.out().contains("        -> start the server, or correct --server"), ran.out());
    assertTrue(ran.out().contains("This host is unfit"), ran.out());
    assertTrue(ran.out().lines().allMatch(line -> line.length() <= 80), ran.out());
  }

  @Test
  void programsAreToldTheSame() throws IOException {
    var ran = Ran.pillion("doctor", "--server", "127.0.0.1:1", "--json");
    JsonNode told = new ObjectMapper().readTree(ran.out());
    assertEquals(1, ran.status());
    assertEquals(false, told.get("fit").asBoolean(true));
    for (JsonNode check : told.get("checks")) {
      assertEquals(
          check.get("level").asText().equals("fit"), check.get("remedy").asText().isEmpty());
    }
  }
}
