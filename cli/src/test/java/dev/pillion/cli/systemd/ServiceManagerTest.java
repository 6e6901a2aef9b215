package dev.pillion.cli.systemd;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What arrives at a real datagram socket, which Python opens because Java cannot.
@Timeout(60)
final class ServiceManagerTest {
  private static final String LISTENER =
      """
      import socket, sys
      name = sys.argv[1]
      listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      listener.bind("\\0" + name[1:] if name[0] == "@" else name)
      print("bound", flush=True)
      for _ in range(2):
          print(listener.recv(4096).decode().replace("\\n", "|"), flush=True)
      """;

  private static final List<String> BOTH =
      List.of("READY=1|STATUS=api on 127.0.0.1:9390", "STOPPING=1|STATUS=stopping");

  @TempDir private Path folder;

  @Test
  void aPathIsTold() throws Exception {
    assertEquals(BOTH, told(folder.resolve("notify").toString()));
  }

  @Test
  void anAbstractNameIsTold() throws Exception {
    assertEquals(BOTH, told("@pillion-test-" + ProcessHandle.current().pid()));
  }

  @Test
  void withoutAManagerNobodyIsTold() {
    assertDoesNotThrow(() -> ServiceManager.of(Map.of()).ready("ready"));
    assertDoesNotThrow(() -> ServiceManager.of(Map.of("NOTIFY_SOCKET", "")).ready("ready"));
  }

  @Test
  void aSocketThatIsNotThereEndsNoProgram() {
    String gone = folder.resolve("gone").toString();
    assertDoesNotThrow(() -> ServiceManager.of(Map.of("NOTIFY_SOCKET", gone)).ready("ready"));
    var failure = assertThrows(IOException.class, () -> Datagram.send(gone, "READY=1"));
    assertEquals("sendto failed with error 2", failure.getMessage());
  }

  @Test
  void aNameThatNoSocketCanHaveIsRefused() {
    String longest = "/" + "n".repeat(107);
    var failure = assertThrows(IOException.class, () -> Datagram.send(longest, "READY=1"));
    assertEquals("its name is longer than 107 bytes", failure.getMessage());
    var strange = assertThrows(IOException.class, () -> Datagram.send("vsock:2:1", "READY=1"));
    assertEquals("it is neither a path nor an abstract name", strange.getMessage());
  }

  private static List<String> told(String socket) throws Exception {
    Process listener = new ProcessBuilder("python3", "-c", LISTENER, socket).start();
    try (BufferedReader lines = listener.inputReader()) {
      assertEquals("bound", lines.readLine());
      var manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", socket));
      manager.ready("api on\n127.0.0.1:9390");
      manager.stopping();
      var heard = new ArrayList<String>();
      heard.add(lines.readLine());
      heard.add(lines.readLine());
      return heard;
    } finally {
      listener.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }
}
