package dev.pillion.inject.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The tables in the docs are those of the code. `-Ddocs.update=true` rewrites them.
final class DocsTest {
  @Test
  void annotationsListsEveryLabel() throws IOException {
    var table = new StringBuilder("| label | value | without it |\n|---|---|---|\n");
    for (Label<?> label : Labels.ALL) {
      table.append(
          "| [`%s`](#%s) | %s | %s |\n"
              .formatted(
                  label.name(), label.name().replace(".", ""), label.form(), label.absent()));
    }
    String details = Labels.ALL.stream().map(DocsTest::detail).collect(Collectors.joining("\n"));
    check("annotations.md", "labels", table + "\n" + details);
  }

  private static String detail(Label<?> label) {
    String text = "### %s\n\n%s\n".formatted(label.name(), label.meaning());
    return label.example().isEmpty()
        ? text
        : text + "\nExample: `\"%s\": \"%s\"`\n".formatted(label.name(), label.example());
  }

  @Test
  void taskStatesExplainsEveryReason() throws IOException {
    for (Reason.Shown shown : Reason.Shown.values()) {
      String section =
          Arrays.stream(Reason.values())
              .filter(reason -> reason.shown() == shown)
              .map(reason ->
                  "### %s\n\n%s\n\n**Do:** %s\n"
                      .formatted(reason.word(), reason.meaning(), reason.remedy()))
              .collect(Collectors.joining("\n"));
      check("task-states.md", shown.name(), section);
    }
  }

  /// Compares what stands between a page's markers of that name.
  private static void check(String page, String name, String wanted) throws IOException {
    Path file = Path.of("../docs").resolve(page);
    String text = Files.readString(file);
    String begin = "<!-- generated: " + name + " -->\n";
    String end = "<!-- end of " + name + " -->\n";
    int from = text.indexOf(begin) + begin.length();
    int to = text.indexOf(end);
    assertFalse(from < begin.length() || to < from, file + ": has no markers for " + name);
    if (Boolean.getBoolean("docs.update")) {
      assertFalse(System.getenv().containsKey("CI"), "docs are not rewritten in CI");
      text = text.substring(0, from) + "\n" + wanted + "\n" + text.substring(to);
      Files.writeString(file, text);
      return;
    }
    assertEquals(
        "\n" + wanted + "\n",
        text.substring(from, to),
        file
            + ": run mvn test -pl task-injector -am -Dtest=DocsTest -Ddocs.update=true"
            + " -Dsurefire.failIfNoSpecifiedTests=false");
  }
}
