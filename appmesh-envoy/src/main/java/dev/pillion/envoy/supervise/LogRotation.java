package dev.pillion.envoy.supervise;

import dev.pillion.envoy.settings.LogFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Comparator;
import java.util.regex.Pattern;

/// Puts the log file aside when it is too large: copied to its name with the second behind it, then
/// emptied, since Envoy goes on writing to the file that it has open.
public final class LogRotation {
  private final LogFile file;
  private final Path path;
  private final Clock clock;
  private final Log log;

  /// One that is yet to look.
  ///
  /// @param file what is watched
  public LogRotation(LogFile file, Clock clock, Log log) {
    this.file = file;
    this.path = Path.of(file.path());
    this.clock = clock;
    this.log = log;
  }

  /// Looks once.
  public void look() {
    try {
      if (Files.size(path) > file.mostBytes()) {
        Path aside =
            path.resolveSibling(path.getFileName() + "." + clock.instant().getEpochSecond());
        Files.copy(path, aside, StandardCopyOption.REPLACE_EXISTING);
        try (var channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
          channel.truncate(0);
        }
        removeOld();
      }
    } catch (IOException e) {
      log.warn("log-file=%s state=not-put-aside reason=\"%s\"".formatted(path, e));
    }
  }

  private void removeOld() throws IOException {
    var name = Pattern.compile(Pattern.quote(path.getFileName().toString()) + "\\.[0-9]+");
    try (var siblings = Files.list(path.toAbsolutePath().getParent())) {
      var old =
          siblings
              .filter(one -> name.matcher(one.getFileName().toString()).matches())
              .sorted(Comparator.comparing(Path::toString).reversed())
              .skip(file.kept())
              .toList();
      for (Path one : old) {
        Files.deleteIfExists(one);
      }
    }
  }
}
