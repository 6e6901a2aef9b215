package dev.pillion.cli;

import dev.pillion.mesh.settings.TimeText;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A time as a person types it: `500ms`, `60s` or `2m`, at most a day.
final class Time implements ITypeConverter<Duration> {
  private static final Duration MOST = Duration.ofDays(1);

  @Override
  public Duration convert(String text) {
    return TimeText.parse(text)
        .filter(time -> time.compareTo(MOST) <= 0)
        .orElseThrow(() ->
            new TypeConversionException(
                "'" + text + "' is no time of at most 24h; write it as 500ms, 60s or 2m"));
  }
}
