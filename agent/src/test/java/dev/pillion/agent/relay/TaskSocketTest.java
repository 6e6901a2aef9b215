package dev.pillion.agent.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.relay.Relays.TaskProxy;
import dev.pillion.mesh.model.MeshException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TaskSocketTest {
  private static final int NOBODY = 1;

  @TempDir private Path directory;

  @Test
  void aProcessOfAnotherNamespaceIsNotAnswered() {
    try (var server = new MeshServer(0).serves(1, "a");
        var rig = new RelayRig(directory, server.port())) {
      rig.relays().open(rig.proxy("abc", RelayRig.HERE + 1));
      try (var stranger = new TaskEnvoy(rig.socket("abc"))) {
        Await.until("it is hung up on", stranger::ended);
      }
      rig.relays().open(rig.proxy("abc", RelayRig.HERE));
      try (var envoy = new TaskEnvoy(rig.socket("abc"))) {
        envoy.awaitClusters("a");
      }
      assertEquals(1, server.calls().size());
    }
  }

  @Test
  void theSocketBelongsToTheProxyAloneAndReplacesAStaleOne() throws IOException {
    Path task = directory.resolve("abc");
    Files.createDirectories(task);
    Files.writeString(task.resolve("xds.sock"), "left by an agent that was killed");
    try (var rig = new RelayRig(directory, NOBODY)) {
      Path socket = rig.task("abc");
      for (Path path : List.of(socket, task)) {
        assertEquals(RelayRig.UID, Files.getAttribute(path, "unix:uid"));
      }
      assertEquals("rw-------", permissions(socket));
      assertEquals("rwx------", permissions(task));
      Object inode = Files.getAttribute(socket, "unix:ino");
      rig.task("abc");
      assertEquals(inode, Files.getAttribute(socket, "unix:ino"));
      Files.delete(socket);
      rig.task("abc");
      assertTrue(Files.exists(socket));
    }
    assertTrue(Files.exists(task));
  }

  @Test
  void aPathThatIsTooLongIsRefusedWithTheReason() {
    var proxy =
        new TaskProxy(
            "abc",
            "arn",
            RelayRig.FRONT,
            directory.resolve("x".repeat(100)),
            RelayRig.UID,
            RelayRig.HERE);
    try (var rig = new RelayRig(directory, NOBODY)) {
      var refused = assertThrows(MeshException.class, () -> rig.relays().open(proxy));
      assertTrue(refused.toString().contains("no longer than 107 bytes"), refused::toString);
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
