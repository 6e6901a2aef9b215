package dev.pillion.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/// What was measured on.
///
/// @param docker its version; empty where it has no part
public record Machine(
    String processor,
    int processors,
    long memoryMebibytes,
    String kernel,
    String docker,
    String java,
    String load) {
  /// As it is now.
  public static Machine read(String docker) {
    return new Machine(
        line("/proc/cpuinfo", "model name\\s*: (.*)"),
        Runtime.getRuntime().availableProcessors(),
        Long.parseLong(line("/proc/meminfo", "MemTotal: +(\\d+) kB")) / 1024,
        System.getProperty("os.version", "unknown"),
        docker,
        Runtime.version().toString(),
        loadNow());
  }

  /// How many processes ran or wanted to, over the last minute.
  public static String loadNow() {
    return line("/proc/loadavg", "^(\\S+)");
  }

  /// In one line.
  public String text() {
    return String.format(
        Locale.ROOT,
        "%d × %s, %d MiB, Linux %s%s, Java %s, load before %s",
        processors,
        processor,
        memoryMebibytes,
        kernel,
        docker.isEmpty() ? "" : ", Docker " + docker,
        java,
        load);
  }

  private static String line(String file, String pattern) {
    try {
      var matcher = Pattern.compile(pattern).matcher(Files.readString(Path.of(file)));
      return matcher.find() ? matcher.group(1).strip() : "0";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
