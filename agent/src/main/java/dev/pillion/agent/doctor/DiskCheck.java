package dev.pillion.agent.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Whether the agent's directories can be written and have room.
record DiskCheck(List<Path> directories) implements Check {
  private static final long MEGABYTE = 1_000_000;
  // Configurations on disk, sockets, files of tasks: a few megabytes a virtual node at most.
  private static final long ROOM = 200 * MEGABYTE;

  @Override
  public List<Finding> look() {
    return directories.stream().map(DiskCheck::look).toList();
  }

  private static Finding look(Path directory) {
    String check = "disk " + directory;
    try {
      Path there = nearest(directory);
      Path probe = Files.createTempFile(there, ".pillion-doctor", "");
      Files.delete(probe);
      long room = Files.getFileStore(there).getUsableSpace();
      return room < ROOM
          ? Finding.poor(
              check,
              "%d MB free".formatted(room / MEGABYTE),
              "free some: with less than %d MB the agent may be unable to write"
                  .formatted(ROOM / MEGABYTE))
          : Finding.fit(check, "%d MB free".formatted(room / MEGABYTE));
    } catch (IOException e) {
      return Finding.unfit(
          check, "cannot be written: " + e, "let root write there, or set another directory");
    }
  }

  /// The agent makes its directories itself.
  private static Path nearest(Path directory) {
    Path there = directory;
    while (!Files.isDirectory(there)) {
      there = Optional.ofNullable(there.getParent()).orElse(Path.of("/"));
    }
    return there;
  }
}
