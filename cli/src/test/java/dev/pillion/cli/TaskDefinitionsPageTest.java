package dev.pillion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.templates.text.Lines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// docs/task-definitions.md shows what its commands print: all are run, in its order, in one folder
/// that has the examples. `-Ddocs.update=true` rewrites what they print.
final class TaskDefinitionsPageTest {
  private static final Path PAGE = Path.of("../docs/task-definitions.md");
  private static final Path EXAMPLES = Path.of("../docs/examples/task-definitions");
  private static final Pattern BLOCK = Pattern.compile("(?s)```console\n(\\$ .*?)```\n");
  private static final String PROMPT = "$ ";

  @TempDir private Path folder = Path.of("");

  @Test
  void everyCommandPrintsWhatThePageShows() throws IOException {
    try (Stream<Path> examples = Files.list(EXAMPLES)) {
      for (Path example : examples.toList()) {
        Files.copy(example, folder.resolve(example.getFileName()));
      }
    }
    String page = Files.readString(PAGE);
    var problems = new ArrayList<IOException>();
    String run =
        BLOCK
            .matcher(page)
            .replaceAll(
                block -> Matcher.quoteReplacement("```console\n" + ran(block, problems) + "```\n"));
    assertEquals(List.of(), problems);
    assertTrue(BLOCK.matcher(page).results().count() >= 5, "blocks of commands in " + PAGE);
    if (Boolean.getBoolean("docs.update")) {
      assertFalse(System.getenv().containsKey("CI"), "docs are not rewritten in CI");
      Files.writeString(PAGE, run);
      return;
    }
    assertEquals(run, page);
  }

  @Test
  void everyExampleIsOnThePage() throws IOException {
    String page = Files.readString(PAGE);
    try (Stream<Path> examples = Files.list(EXAMPLES)) {
      assertEquals(
          List.of(),
          examples
              .map(example -> example.getFileName().toString())
              .filter(name -> !page.contains(name))
              .toList());
    }
  }

  private String ran(MatchResult block, List<IOException> problems) {
    return block
        .group(1)
        .lines()
        .filter(line -> line.startsWith(PROMPT))
        .map(line -> {
          try {
            return line + "\n" + output(line.substring(PROMPT.length()));
          } catch (IOException e) {
            problems.add(e);
            return "";
          }
        })
        .collect(Collectors.joining());
  }

  private String output(String command) throws IOException {
    List<String> words = List.of(command.split(" ", -1));
    if (words.getFirst().equals("cat")) {
      return Files.readString(folder.resolve(words.getLast()));
    }
    assertEquals("pillion", words.getFirst(), command);
    String[] arguments =
        words.stream()
            .skip(1)
            .map(word -> word.endsWith(".json") ? folder.resolve(word).toString() : word)
            .toArray(String[]::new);
    var ran = Ran.pillion(arguments);
    // A long folder's name breaks lines elsewhere.
    return ran.err().contains(folder.toString()) ? shortened(ran.err()) : ran.err() + ran.out();
  }

  private String shortened(String told) {
    String text = told.replace(folder + "/", "").replaceAll("\\s+", " ").strip();
    return Lines.wrapped("", "  ", text);
  }
}
