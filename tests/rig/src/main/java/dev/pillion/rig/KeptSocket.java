package dev.pillion.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A listening socket as systemd keeps it: it stays the same, and who calls waits, while the
/// programs that it is handed to come and go.
public final class KeptSocket implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static final String KEEPER =
      """
      import socket, sys
      path, door = (socket.socket(socket.AF_UNIX) for _ in range(2))
      path.bind(sys.argv[1])
      path.listen(4096)
      door.bind(sys.argv[2])
      door.listen(8)
      while True:
          program, _ = door.accept()
          with program:
              socket.send_fds(program, [b'.'], [path.fileno()])
      """;

  /// Becomes the program, which has the socket as descriptor 3 (sd_listen_fds).
  private static final String PROGRAM =
      """
      import os, socket, sys
      with socket.socket(socket.AF_UNIX) as door:
          door.connect(sys.argv[1])
          _, handed, _, _ = socket.recv_fds(door, 1, 1)
      os.dup2(handed[0], 3)
      os.set_inheritable(3, True)
      os.environ['LISTEN_FDS'] = '1'
      os.environ['LISTEN_PID'] = str(os.getpid())
      os.execv(sys.argv[2], sys.argv[2:])
      """;

  private final Path path;
  private final Path door;
  private final Process keeper;

  private KeptSocket(Path path, Path door, Process keeper) {
    this.path = path;
    this.door = door;
    this.keeper = keeper;
  }

  /// Makes one; its folder must be there.
  public static KeptSocket at(Path path) {
    Path door = path.resolveSibling(path.getFileName() + ".door");
    try {
      Process keeper =
          new ProcessBuilder("python3", "-c", KEEPER, path.toString(), door.toString())
              .redirectOutput(Redirect.INHERIT)
              .redirectError(Redirect.INHERIT)
              .start();
      var kept = new KeptSocket(path, door, keeper);
      Wait.until("the keeping of " + path, LIMIT, () -> Files.exists(door) || !keeper.isAlive());
      return kept;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where to call.
  public Path path() {
    return path;
  }

  /// The command line that runs another one with the socket handed over.
  List<String> handing() {
    return List.of("python3", "-c", PROGRAM, door.toString());
  }

  @Override
  public void close() {
    keeper.destroyForcibly().onExit().join();
    try {
      Files.deleteIfExists(path);
      Files.deleteIfExists(door);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
