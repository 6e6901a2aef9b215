package dev.pillion.inject.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Of every variable that docs/drop-in-image.md lists, migration knows what becomes of it.
final class EnvoyVariablesTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z][A-Z0-9_]+)` \\|");

  @Test
  void everyVariableOfTheImageHasItsReason() throws IOException {
    List<String> names =
        ROW.matcher(Files.readString(Path.of("../docs/drop-in-image.md")))
            .results()
            .map((MatchResult row) -> row.group(1))
            .filter(name -> !Envoys.IDENTITY.contains(name))
            .toList();
    assertTrue(names.size() > 60, names::toString);
    for (String name : names) {
      ObjectNode document = Examples.read("app-mesh-edge");
      Examples.set(document, "envoy", name, "trace");
      List<Note> notes =
          Examples.migrated(document).notes().stream()
              .filter(note -> note.subject().contains(name))
              .toList();
      assertEquals(name.equals(EnvoyVariables.LOG_LEVEL) ? 0 : 1, notes.size(), name);
      assertTrue(notes.stream().noneMatch(note -> note.text().contains("no variables")), name);
    }
  }

  @Test
  void anUnknownOneIsToldAndASwitchThatIsOffIsNot() {
    ObjectNode document = Examples.read("app-mesh-edge");
    Examples.set(document, "envoy", "ENABLE_ENVOY_XRAY_TRACING", "0");
    Examples.set(document, "envoy", "MY_OWN", "1");
    Examples.set(document, "envoy", "ENVOY_LOG_LEVEL", "loud");
    String left = Examples.told(Examples.migrated(document), Note.Kind.LEFT);
    assertTrue(left.contains("MY_OWN, ENVOY_LOG_LEVEL: the agent's Envoy is given no"), left);
    assertTrue(!left.contains("XRAY"), left);
  }
}
