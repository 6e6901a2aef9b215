package dev.pillion.envoy.settings;

import java.util.Optional;

/// The file that all output goes to.
///
/// @param path where it is
/// @param mostBytes from which size on it is put aside
/// @param kept how many older ones are kept
public record LogFile(String path, long mostBytes, int kept) {
  private static final double MEGABYTE = 1_048_576;

  /// Empty where output goes where this program's goes.
  static Optional<LogFile> read(EnvironmentReader reader) {
    String name = reader.text(Variable.LOG_NAME).orElse("appnet_envoy.log");
    double size = reader.decimal(Variable.LOG_SIZE, 1.0, 0.001, 1024);
    int kept = reader.whole(Variable.LOG_COUNT, 5, 0, 10_000);
    if (name.contains("/")) {
      reader.bad(
          Variable.LOG_NAME, name, "a file's name", "put the directory into the destination");
    }
    return reader
        .text(Variable.LOG_DESTINATION)
        .map(directory -> new LogFile(directory + "/" + name, (long) (size * MEGABYTE), kept));
  }
}
