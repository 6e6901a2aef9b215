package dev.pillion.mesh.settings;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.PillionVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads settings from an environment and collects every problem, to be told at once.
public final class SettingsReader {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})([KMG])iB");
  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");

  private static final Set<String> READ_BY_SCRIPTS =
      Set.of(
          "PILLION_APPMESH_ENVOY_IMAGE",
          "PILLION_APP_IMAGE",
          "PILLION_BASE_IMAGE",
          "PILLION_ENVOY",
          "PILLION_HOST_IMAGE",
          "PILLION_NETNS",
          "PILLION_OWN_ENGINE",
          "PILLION_PYTHON_HOME");

  // What another program reads may stand in an environment that is shared.
  private static final Set<String> READ =
      Stream.of(
              Arrays.stream(AgentSetting.values()).map(Setting::key),
              Arrays.stream(ServerSetting.values()).map(Setting::key),
              READ_BY_SCRIPTS.stream())
          .flatMap(keys -> keys)
          .collect(Collectors.toUnmodifiableSet());

  private final String subject;
  private final List<? extends Setting> known;
  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();

  /// A reader of one program's settings.
  ///
  /// @param subject what messages begin with, such as `agent settings`
  /// @param known all settings of the program
  public SettingsReader(
      String subject, List<? extends Setting> known, Map<String, String> environment) {
    this.subject = subject;
    this.known = List.copyOf(known);
    this.environment = Map.copyOf(environment);
  }

  /// Reads a setting; where it cannot be read, that is noted and the placeholder returned.
  ///
  /// @param parse throws an `IllegalArgumentException` whose text is what was expected
  public <T> T read(Setting setting, Function<String, T> parse, T placeholder) {
    String given = environment.get(setting.key());
    if (given == null || given.isBlank()) {
      if (setting.defaultText().isEmpty()) {
        problems.add(setting.key() + " is missing");
        return placeholder;
      }
      return parse.apply(
          setting.defaultText().get().replace("<version>", PillionVersion.current()));
    }
    try {
      return parse.apply(given.strip());
    } catch (IllegalArgumentException e) {
      problems.add("%s is '%s', expected %s".formatted(setting.key(), given, e.getMessage()));
      return placeholder;
    }
  }

  /// A duration such as `500ms`.
  public Duration duration(Setting setting) {
    return read(setting, SettingsReader::parseDuration, Duration.ZERO);
  }

  /// A duration within the bounds, which are written as in the environment.
  public Duration duration(Setting setting, String least, String most) {
    Function<String, Duration> parse =
        text -> {
          String expected = "a duration from %s to %s".formatted(least, most);
          check(text, TimeText.parse(text).isPresent(), expected);
          Duration value = parseDuration(text);
          boolean within =
              value.compareTo(parseDuration(least)) >= 0
                  && value.compareTo(parseDuration(most)) <= 0;
          return check(value, within, expected);
        };
    return read(setting, parse, Duration.ZERO);
  }

  /// A size within the bounds, which are written as in the environment, in bytes.
  public int size(Setting setting, String least, String most) {
    Function<String, Integer> parse =
        text -> {
          String expected = "a size from %s to %s".formatted(least, most);
          long value = parseSize(text, expected);
          boolean within =
              value >= parseSize(least, expected) && value <= parseSize(most, expected);
          return Math.toIntExact(check(value, within, expected));
        };
    return read(setting, parse, 0);
  }

  /// A whole number within the bounds.
  public int whole(Setting setting, int least, int most) {
    Function<String, Integer> parse =
        text -> {
          int value = WHOLE.matcher(text).matches() ? Integer.parseInt(text) : -1;
          return check(
              value,
              value >= least && value <= most,
              "a whole number from %d to %d".formatted(least, most));
        };
    return read(setting, parse, least);
  }

  /// What one of some words stands for; empty where the setting is left out.
  public <T> Optional<T> oneOf(Setting setting, Map<String, T> words) {
    Function<String, Optional<T>> parse =
        text -> {
          if (text.isEmpty()) {
            return Optional.empty();
          }
          String expected = String.join(" or ", new TreeSet<>(words.keySet()));
          return Optional.of(
              Optional.ofNullable(words.get(text))
                  .orElseThrow(() -> new IllegalArgumentException(expected)));
        };
    return read(setting, parse, Optional.empty());
  }

  /// The value, if it is good; for parsers given to [#read].
  public static <T> T check(T value, boolean good, String expected) {
    if (!good) {
      throw new IllegalArgumentException(expected);
    }
    return value;
  }

  /// Adds keys of ours that no program reads, then tells of all problems there are.
  ///
  /// @throws MeshException when there is one
  public void finish() {
    environment.keySet().stream()
        .filter(key -> key.startsWith("PILLION_") && !READ.contains(key))
        .sorted()
        .forEach(key -> problems.add(key + " is not a setting, " + closest(key)));
    if (!problems.isEmpty()) {
      throw new MeshException(
          MeshException.Code.INVALID,
          subject,
          String.join("; ", problems),
          "docs/configuration.md lists all of them");
    }
  }

  private static Duration parseDuration(String text) {
    Optional<Duration> time = TimeText.parse(text);
    check(text, time.isPresent(), "a duration such as 500ms, 2s or 1m");
    return time.orElseThrow();
  }

  private static long parseSize(String text, String expected) {
    Matcher matcher = SIZE.matcher(text);
    check(text, matcher.matches(), expected);
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "K" -> amount << 10;
      case "M" -> amount << 20;
      default -> amount << 30;
    };
  }

  private String closest(String key) {
    return known.stream()
        .map(Setting::key)
        .filter(own -> distance(own, key) <= 4)
        .min(Comparator.comparingInt(own -> distance(own, key)))
        .map(own -> "did you mean " + own + "?")
        .orElse("remove it");
  }

  /// Levenshtein's edit distance.
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
