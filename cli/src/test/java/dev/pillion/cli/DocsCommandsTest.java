package dev.pillion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/// Each `pillion` command line of the docs is one that the command understands: its subcommand and
/// options are there and take what they are given. It is parsed and not run.
final class DocsCommandsTest {
  // What is further in is what a command prints.
  private static final Pattern LINE =
      Pattern.compile(" {0,8}(?:\\$ )?(?:sudo )?(?:bin/)?pillion ([a-z-].*)");
  private static final Pattern SPAN = Pattern.compile("`pillion ([a-z-][^`]*)`");
  // Of pictures made of text.
  private static final Pattern DRAWN = Pattern.compile("[\\u2500-\\u257f]");
  private static final Pattern WORD = Pattern.compile("\\s*((?:\"[^\"]*\"|'[^']*'|[^\\s\"'])+)");
  private static final Pattern END = Pattern.compile("[#|&;>].*");

  @Test
  void everyCommandLineIsUnderstood() throws IOException {
    var faults = new ArrayList<String>();
    int lines = 0;
    for (Page page : Page.all()) {
      for (String line : unbroken(page.code())) {
        Matcher command = LINE.matcher(line);
        if (command.matches() && !DRAWN.matcher(line).find()) {
          lines++;
          fault(command.group(1), true).ifPresent(f -> faults.add(page.file() + ": " + f));
        }
      }
    }
    assertEquals(List.of(), faults);
    assertTrue(lines > 30, "only %d command lines found".formatted(lines));
  }

  /// In a sentence a command may lack the words that must follow it.
  @Test
  void everyCommandInASentenceIsUnderstood() throws IOException {
    var faults = new ArrayList<String>();
    for (Page page : Page.all()) {
      for (String line : page.text()) {
        SPAN.matcher(line)
            .results()
            .flatMap(span -> fault(span.group(1), false).stream())
            .forEach(f -> faults.add(page.file() + ": " + f));
      }
    }
    assertEquals(List.of(), faults);
  }

  @Test
  void whatTheCommandDoesNotKnowIsAFault() {
    assertTrue(fault("status --jsn", false).isPresent());
    assertTrue(fault("stauts", false).isPresent());
    assertTrue(fault("keys revoke", true).isPresent());
    assertEquals(Optional.empty(), fault("keys revoke", false));
    assertEquals(
        Optional.empty(), fault("keys create --note \"shop's pipeline\"   # an editor", true));
  }

  private static List<String> unbroken(List<String> lines) {
    return List.of(String.join("\n", lines).replaceAll("\\\\\n\\s*", " ").split("\n"));
  }

  private static Optional<String> fault(String line, boolean whole) {
    String[] words = words(line);
    try {
      Pillion.command().parseArgs(words);
      return Optional.empty();
    } catch (MissingParameterException e) {
      return whole ? Optional.of(line + ": " + e.getMessage()) : Optional.empty();
    } catch (ParameterException e) {
      return Optional.of(line + ": " + e.getMessage());
    }
  }

  /// As a shell splits it, up to a comment or another command; `…` stands for more of the same.
  private static String[] words(String line) {
    var words = new ArrayList<String>();
    Matcher word = WORD.matcher(line.replaceAll("<[^<>]+>", "placeholder"));
    while (word.lookingAt() && !END.matcher(word.group(1)).matches()) {
      String text = word.group(1).replaceAll("[\"']", "");
      if (!text.equals("…")) {
        words.add(text);
      }
      word.region(word.end(), word.regionEnd());
    }
    return words.toArray(String[]::new);
  }
}
