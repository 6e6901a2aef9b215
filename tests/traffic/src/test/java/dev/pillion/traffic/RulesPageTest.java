package dev.pillion.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// docs/behaviour-rules.md names the tests of each rule, as they are.
final class RulesPageTest {
  private static final Path PAGE = Path.of("../../docs/behaviour-rules.md");
  private static final Path CLASSES = Path.of("target/test-classes/dev/pillion/traffic");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\| (.+?) \\|(.*) \\|$");
  private static final int FIRST = 19;
  private static final int LAST = 65;

  @Test
  void thePageNamesTheTestsOfEachRule() throws IOException {
    Map<Integer, SortedSet<String>> tests = tests();
    String text = Files.readString(PAGE);
    int end = text.indexOf("\n## ");
    String wanted =
        ROW.matcher(text.substring(0, end))
                .replaceAll(row -> Matcher.quoteReplacement(row(row.group(1), row.group(2), tests)))
            + text.substring(end);
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(PAGE, wanted);
      return;
    }
    assertEquals(wanted, text, "run scripts/mvn verify -pl tests/traffic -am -Ddocs.update=true");
  }

  @Test
  void eachRuleHasARowAndATest() throws IOException {
    List<Integer> rules = IntStream.rangeClosed(FIRST, LAST).boxed().toList();
    assertEquals(rules, List.copyOf(tests().keySet()));
    String table = Files.readString(PAGE);
    table = table.substring(0, table.indexOf("\n## "));
    assertEquals(
        rules, ROW.matcher(table).results().map(row -> Integer.valueOf(row.group(1))).toList());
  }

  private static String row(String rule, String behaviour, Map<Integer, SortedSet<String>> tests) {
    String names =
        tests.getOrDefault(Integer.valueOf(rule), new TreeSet<>()).stream()
            .map(name -> "`" + name + "`")
            .collect(Collectors.joining(", "));
    return "| %s | %s | %s |".formatted(rule, behaviour, names);
  }

  private static Map<Integer, SortedSet<String>> tests() throws IOException {
    var tests = new TreeMap<Integer, SortedSet<String>>();
    for (Class<?> type : classes()) {
      for (Method method : type.getDeclaredMethods()) {
        Rule rule = method.getAnnotation(Rule.class);
        for (int number : rule == null ? new int[0] : rule.value()) {
          tests
              .computeIfAbsent(number, _ -> new TreeSet<>())
              .add(type.getSimpleName() + "." + method.getName());
        }
      }
    }
    return tests;
  }

  private static List<Class<?>> classes() throws IOException {
    var classes = new ArrayList<Class<?>>();
    try (Stream<Path> files = Files.list(CLASSES)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith("Test.class")) {
          String type = name.substring(0, name.length() - ".class".length());
          classes.add(Class.forName(RulesPageTest.class.getPackageName() + "." + type));
        }
      }
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
    return classes;
  }
}
