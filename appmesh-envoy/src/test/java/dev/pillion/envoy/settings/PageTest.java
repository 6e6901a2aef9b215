package dev.pillion.envoy.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// docs/drop-in-image.md tells of each variable what the program says of it.
final class PageTest {
  private static final Path PAGE = Path.of("../docs/drop-in-image.md");
  private static final String BEGIN = "<!-- variables: written from Variable -->\n\n";
  private static final String END = "\n<!-- end of variables -->";

  @Test
  void thePageHasEachVariable() throws IOException {
    String text = Files.readString(PAGE);
    int from = text.indexOf(BEGIN) + BEGIN.length();
    String wanted = text.substring(0, from) + Variable.table() + text.substring(text.indexOf(END));
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(PAGE, wanted);
      return;
    }
    assertEquals(wanted, text, "run scripts/mvn verify -pl appmesh-envoy -am -Ddocs.update=true");
  }
}
