package dev.pillion.xds;

import dev.pillion.xds.discovery.KnownReporters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The known agents in a file of the data directory, one a line. Losing it costs no more than the
/// wait for them after the next start, so a write that fails is only told.
final class ReportersFile implements KnownReporters {
  private static final Logger LOG = LoggerFactory.getLogger(ReportersFile.class);

  private final Path file;

  ReportersFile(Path data) {
    this.file = data.resolve("agents");
  }

  @Override
  public Set<String> load() {
    try {
      return Set.copyOf(Files.readAllLines(file));
    } catch (NoSuchFileException _) {
      return Set.of();
    } catch (IOException e) {
      LOG.warn("file={} state=unreadable reason={}; agents are not waited for", file, e.toString());
      return Set.of();
    }
  }

  @Override
  public void save(Set<String> reporters) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path next = file.resolveSibling("agents.new");
      Files.write(next, new TreeSet<>(reporters));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn(
          "file={} state=unwritable reason={}; free space or mend its rights", file, e.toString());
    }
  }
}
