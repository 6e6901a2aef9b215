package dev.pillion.agent.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A page of metrics, read as strictly as Prometheus's format is written: one TYPE line a family,
/// before its samples; all samples of a family together; no series twice; no label twice in one;
/// histograms whose buckets grow and end with the count.
public final class StrictPage {
  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
  private static final String LABEL =
      "([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"";
  private static final Pattern SAMPLE =
      Pattern.compile(
          "(" + NAME + ")(?:\\{((?:" + LABEL + ",)*" + LABEL + "),?})? (NaN|[+-]Inf|[-+0-9.eE]+)");
  private static final Pattern TYPE =
      Pattern.compile("# TYPE (" + NAME + ") (counter|gauge|histogram|summary|untyped)");
  private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") (.*)");
  private static final List<String> PARTS = List.of("_bucket", "_sum", "_count");

  private final Map<String, String> types = new LinkedHashMap<>();
  private final Map<String, String> helps = new TreeMap<>();
  private final Map<Series, Double> values = new LinkedHashMap<>();
  private final Set<String> closed = new HashSet<>();
  private String family = "";

  record Series(String name, Map<String, String> labels) {
    static Series of(String name, String... labels) {
      var map = new TreeMap<String, String>();
      for (int i = 0; i < labels.length; i += 2) {
        map.put(labels[i], labels[i + 1]);
      }
      return new Series(name, map);
    }

    private Series without(String label) {
      var fewer = new TreeMap<>(labels);
      fewer.remove(label);
      return new Series(name, fewer);
    }
  }

  /// Reads a page; a fault of it fails the test.
  public static StrictPage read(String text) {
    assertTrue(text.endsWith("\n"), "the last line has no end");
    var page = new StrictPage();
    text.lines().forEach(page::line);
    page.histograms();
    return page;
  }

  Map<String, String> types() {
    return types;
  }

  Map<String, String> helps() {
    return helps;
  }

  Map<Series, Double> values() {
    return values;
  }

  /// Of one series.
  ///
  /// @param labels names and values by turns
  public Optional<Double> value(String name, String... labels) {
    return Optional.ofNullable(values.get(Series.of(name, labels)));
  }

  private void line(String line) {
    Matcher type = TYPE.matcher(line);
    Matcher help = HELP.matcher(line);
    if (type.matches()) {
      enter(type.group(1));
      assertFalse(types.containsKey(family), "a second type: " + line);
      types.put(family, type.group(2));
    } else if (help.matches()) {
      enter(help.group(1));
      assertFalse(helps.containsKey(family), "a second help: " + line);
      helps.put(family, help.group(2));
    } else {
      sample(line);
    }
  }

  private void enter(String next) {
    if (!next.equals(family)) {
      closed.add(family);
      family = next;
      assertFalse(closed.contains(next), "the family is in two places: " + next);
    }
  }

  private void sample(String line) {
    Matcher sample = SAMPLE.matcher(line);
    assertTrue(sample.matches(), "no sample: " + line);
    String name = sample.group(1);
    boolean part = name.startsWith(family) && PARTS.contains(name.substring(family.length()));
    if (!(part && "histogram".equals(types.get(family)))) {
      enter(name);
    }
    var labels = new TreeMap<String, String>();
    if (sample.group(2) != null) {
      Pattern.compile(LABEL)
          .matcher(sample.group(2))
          .results()
          .forEach(label -> assertNull(labels.put(label.group(1), label.group(2)), line));
    }
    double value = Double.parseDouble(sample.group(7).replace("Inf", "Infinity"));
    assertNull(values.put(new Series(name, labels), value), "twice: " + line);
  }

  private void histograms() {
    var last = new LinkedHashMap<Series, Double>();
    values.forEach((series, value) -> {
      if (series.labels().containsKey("le") && series.name().endsWith("_bucket")) {
        Double before = last.put(series.without("le"), value);
        assertTrue(before == null || before <= value, "the buckets fall: " + series);
      }
    });
    last.forEach((series, value) -> {
      String count = series.name().replaceFirst("_bucket$", "_count");
      assertEquals(value, values.get(new Series(count, series.labels())), count);
    });
  }
}
