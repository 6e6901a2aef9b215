package dev.pillion.agent;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.MeshException.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Sees to it that a run directory has one agent. The kernel gives the lock back when the process
/// ends, however it ends.
final class RunLock implements AutoCloseable {
  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /// @throws MeshException when another agent has the directory, with its process id
  static RunLock take(Path runDir) {
    Path file = runDir.resolve("agent.lock");
    try {
      Files.createDirectories(runDir);
      var channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new MeshException(
            Code.CONFLICT,
            "agent",
            "process %s, another pillion agent, has %s"
                .formatted(Files.readString(file).strip(), runDir),
            "stop it, or give this one a PILLION_RUN_DIR of its own");
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)));
      return new RunLock(channel);
    } catch (IOException e) {
      throw new MeshException(
          Code.UNAVAILABLE,
          "run directory " + runDir,
          "cannot be written: " + e,
          "run the agent as root, or set PILLION_RUN_DIR");
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
