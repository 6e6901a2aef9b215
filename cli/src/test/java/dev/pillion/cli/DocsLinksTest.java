package dev.pillion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What pages name is there: the pages and headings that they link to, and the tests that hold what
/// they say.
final class DocsLinksTest {
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
  private static final Pattern TEST =
      Pattern.compile("`(?:([a-z0-9.]+)\\.)?([A-Z]\\w*Test)(?:\\.([a-z]\\w*))?`");

  @Test
  void everyLinkLeadsToAPageAndItsHeading() throws IOException {
    var faults = faults(page -> text(page, "`[^`]*`"), LINK, DocsLinksTest::linkFault);
    assertEquals(List.of(), faults);
  }

  @Test
  void everyTestThatIsNamedIsThere() throws IOException {
    List<Path> tests = tests();
    assertTrue(tests.size() > 100, tests.toString());
    assertEquals(
        List.of(), faults(page -> text(page, ""), TEST, (_, name) -> testFault(name, tests)));
  }

  /// Each page of docs is in README's table: nobody finds the others.
  @Test
  void everyPageIsListedInTheReadme() throws IOException {
    String readme = Files.readString(Page.ROOT.resolve("README.md"));
    try (Stream<Path> docs = Files.list(Page.ROOT.resolve("docs"))) {
      assertEquals(
          List.of(),
          docs.map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".md"))
              .filter(name -> !readme.contains("(docs/" + name + ")"))
              .sorted()
              .toList());
    }
  }

  private interface Look {
    Optional<String> fault(Page page, MatchResult found);
  }

  private static List<String> faults(Function<Page, String> text, Pattern pattern, Look look)
      throws IOException {
    var faults = new ArrayList<String>();
    for (Page page : Page.all()) {
      pattern
          .matcher(text.apply(page))
          .results()
          .flatMap(found -> look.fault(page, found).stream())
          .forEach(fault -> faults.add(page.file() + ": " + fault));
    }
    return faults;
  }

  private static String text(Page page, String without) {
    return page.text().stream()
        .map(line -> line.replaceAll(without, ""))
        .collect(Collectors.joining("\n"));
  }

  private static Optional<String> linkFault(Page page, MatchResult link) {
    String target = link.group(1);
    if (ELSEWHERE.matcher(target).matches()) {
      return Optional.empty();
    }
    String[] parts = target.split("#", 2);
    Path file = parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]).normalize();
    if (!Files.exists(file)) {
      return Optional.of("no file " + target);
    }
    return parts.length == 1 || anchors(file).contains(parts[1])
        ? Optional.empty()
        : Optional.of("no heading " + target);
  }

  private static Set<String> anchors(Path file) {
    try {
      return Page.read(file).anchors();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> testFault(MatchResult name, List<Path> tests) {
    String end =
        (name.group(1) == null ? "/" : "/" + name.group(1).replace('.', '/') + "/")
            + name.group(2)
            + ".java";
    List<Path> named = tests.stream().filter(file -> file.toString().endsWith(end)).toList();
    boolean there =
        name.group(3) == null
            ? !named.isEmpty()
            : named.stream().anyMatch(file -> declares(read(file), name.group(3)));
    return there ? Optional.empty() : Optional.of("no test " + name.group());
  }

  /// Methods, and rules of ArchUnit, which are fields.
  private static boolean declares(String test, String name) {
    return Pattern.compile(" " + name + "(\\(| =)").matcher(test).find();
  }

  private static List<Path> tests() throws IOException {
    var tests = new ArrayList<Path>();
    try (Stream<Path> modules = Files.list(Page.ROOT)) {
      // Downloads are in a folder whose name begins with a dot.
      for (Path module :
          modules.filter(m -> !m.getFileName().toString().startsWith(".")).toList()) {
        try (Stream<Path> files = Files.walk(module)) {
          files
              .filter(file -> file.toString().contains("/src/test/java/"))
              .filter(file -> file.toString().endsWith("Test.java"))
              .forEach(tests::add);
        }
      }
    }
    return tests;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
