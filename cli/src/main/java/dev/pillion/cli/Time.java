package dev.pillion.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A time as a person types it: `500ms`, `60s` or `2m`, at most a day.
final class Time implements ITypeConverter<Duration> {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,8})(ms|s|m|h)");
  private static final Duration MOST = Duration.ofDays(1);

  @Override
  public Duration convert(String text) {
    Matcher matcher = FORM.matcher(text);
    Duration time = matcher.matches() ? time(matcher) : MOST.plusMillis(1);
    if (time.compareTo(MOST) > 0) {
      throw new TypeConversionException(
          "'" + text + "' is no time of at most 24h; write it as 500ms, 60s or 2m");
    }
    return time;
  }

  private static Duration time(Matcher matcher) {
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      default -> Duration.ofHours(count);
    };
  }
}
