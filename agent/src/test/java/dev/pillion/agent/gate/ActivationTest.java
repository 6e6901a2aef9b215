package dev.pillion.agent.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.link.Eventually;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The socket as systemd keeps it, here by a stand-in: it opens the socket once and runs the gate
/// on it again whenever it ends.
final class ActivationTest {
  private static final String SYSTEMD =
      """
      import os, socket, sys, time
      path, folder, command = sys.argv[1], sys.argv[2], sys.argv[3:]
      listener = socket.socket(socket.AF_UNIX)
      listener.bind(path)
      listener.listen(128)
      while True:
          child = os.fork()
          if child == 0:
              os.dup2(listener.fileno(), 3)
              os.set_inheritable(3, True)
              os.environ['LISTEN_FDS'] = '1'
              os.environ['LISTEN_PID'] = str(os.getpid())
              os.execv(command[0], command)
          with open(folder + '/pid.new', 'w') as file:
              file.write(str(child))
          os.rename(folder + '/pid.new', folder + '/pid')
          os.wait()
          while os.path.exists(folder + '/stopped'):
              time.sleep(0.01)
      """;

  @TempDir Path folder;
  private Process systemd;

  @BeforeEach
  void systemdStarts() throws IOException {
    systemd =
        new ProcessBuilder(
                List.of(
                    "python3",
                    "-c",
                    SYSTEMD,
                    socket().toString(),
                    folder.toString(),
                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    ActivatedGate.class.getName(),
                    folder.resolve("elsewhere").toString()))
            .redirectError(Redirect.to(folder.resolve("log").toFile()))
            .start();
    Eventually.holds("there is a gate", () -> gate().isPresent());
  }

  @AfterEach
  void systemdStops() throws InterruptedException {
    systemd.destroyForcibly().waitFor();
    gate().ifPresent(ProcessHandle::destroyForcibly);
  }

  private Path socket() {
    return folder.resolve("docker.sock");
  }

  private Optional<ProcessHandle> gate() {
    Path file = folder.resolve("pid");
    try {
      return Files.exists(file)
          ? ProcessHandle.of(Long.parseLong(Files.readString(file))).filter(ProcessHandle::isAlive)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String ping(Path socket) throws IOException {
    return RawCaller.once(socket, "GET /_ping HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n");
  }

  @Test
  void theSocketStaysTheSameOverRestartsAndCallersWaitForTheNextGate() throws IOException {
    Object inode = Files.getAttribute(socket(), "unix:ino");
    assertTrue(ping(socket()).endsWith("OK"));

    ProcessHandle first = gate().orElseThrow();
    Files.createFile(folder.resolve("stopped"));
    first.destroyForcibly();
    first.onExit().join();
    try (var early = new RawCaller(socket())) {
      early.send("GET /_ping HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n");
      Files.delete(folder.resolve("stopped"));
      assertTrue(early.rest().endsWith("OK"), "who called while no gate ran is answered");
    }

    // An orderly end leaves the socket as well, and its last words are not lost.
    ProcessHandle second = gate().orElseThrow();
    second.destroy();
    second.onExit().join();
    assertTrue(ping(socket()).endsWith("OK"));
    assertEquals(inode, Files.getAttribute(socket(), "unix:ino"));
    assertEquals(
        3,
        Files.readString(folder.resolve("log")).lines().filter("activated=true"::equals).count());
  }
}
