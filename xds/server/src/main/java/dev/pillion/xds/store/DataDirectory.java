package dev.pillion.xds.store;

import dev.pillion.mesh.model.MeshException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The directory that holds the store, locked for this process; the lock ends with the process.
final class DataDirectory implements AutoCloseable {
  private final Path path;
  private final FileChannel lock;

  private DataDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  static DataDirectory claim(Path path) {
    try {
      Files.createDirectories(path);
      Path file = path.resolve("pillion.lock");
      var channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock held = tryLock(channel);
      if (held == null) {
        channel.close();
        throw unavailable(
            path,
            "it is in use by another pillion server (process %s)".formatted(Files.readString(file)),
            "stop that server first, or give another directory with --data");
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
      return new DataDirectory(path, channel);
    } catch (IOException e) {
      throw unavailable(
          path,
          "it cannot be written (%s)".formatted(e),
          "make it writable for the user who runs the server, or give another one with --data");
    }
  }

  Path path() {
    return path;
  }

  Path database() {
    return database(path);
  }

  static Path database(Path dataDirectory) {
    return dataDirectory.resolve("pillion.db");
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException _) {
      // The lock ends with the process at the latest.
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }

  private static MeshException unavailable(Path path, String problem, String remedy) {
    return new MeshException(
        MeshException.Code.UNAVAILABLE, "data directory " + path, problem, remedy);
  }
}
