package dev.pillion.agent.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.delta.XdsType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Envoys are served while the server is away, and when it is back.
final class OutageTest {
  @TempDir private Path directory;

  /// Serves a mesh to one task until it is on disk; the server's port, where nobody is any more.
  private int served(String... clusters) {
    try (var server = new MeshServer(0).serves(7, clusters);
        var rig = new RelayRig(directory, server.port());
        var envoy = new TaskEnvoy(rig.task("t0"))) {
      envoy.awaitClusters(clusters);
      Await.until("a copy on disk", () -> copies().size() == 1);
      return server.port();
    }
  }

  private List<Path> copies() {
    Path folder = directory.resolve("state/last-good");
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> !file.endsWith("key") && !file.toString().endsWith(".new"))
          .toList();
    } catch (IOException _) {
      return List.of();
    }
  }

  @Test
  void aTaskThatStartsMeanwhileIsServedWhatTheOthersHave() {
    try (var server = new MeshServer(0).serves(1, "a");
        var rig = new RelayRig(directory, server.port());
        var first = new TaskEnvoy(rig.task("t1"))) {
      first.awaitClusters("a");
      rig.awaitSource(Source.SERVER);
      server.goes();
      rig.awaitSource(Source.MEMORY);
      try (var late = new TaskEnvoy(rig.task("t2"))) {
        late.awaitClusters("a");
      }
      assertEquals(Set.of("l"), first.names(XdsType.LDS));
    }
  }

  @Test
  void afterARestartOfTheAgentTooATaskIsServedWhatAnEnvoyAcceptedLast() {
    int port = served("a", "b");
    try (var rig = new RelayRig(directory, port);
        var envoy = new TaskEnvoy(rig.task("t1"))) {
      envoy.awaitClusters("a", "b");
      rig.awaitSource(Source.LAST_GOOD);
      assertTrue(rig.proxies().stream().allMatch(proxy -> proxy.accepted() == 0));
      try (var server = new MeshServer(port).serves(8, "a", "b", "c")) {
        envoy.awaitClusters("a", "b", "c");
        rig.awaitSource(Source.SERVER);
        assertEquals(1, server.calls().size());
      }
    }
  }

  @Test
  void whatTheServerSaysIsGoneIsNotServedFromDisk() {
    int port = served("a");
    try (var rig = new RelayRig(directory, port).missing();
        var envoy = new TaskEnvoy(rig.task("t1"))) {
      Await.until("the copy is thought of", rig::askedForMissing);
      try (var _ = new MeshServer(port).serves(8, "b")) {
        envoy.awaitClusters("b");
        assertEquals(Set.of("b"), envoy.ever(XdsType.CDS));
      }
    }
  }

  @Test
  void aServerThatComesBackEmptyIsBelievedWhenItSaysSoAgainOfNoOlderMesh() {
    try (var server = new MeshServer(0).serves(7, "a", "b")) {
      int port = server.port();
      try (var rig = new RelayRig(directory, port);
          var envoy = new TaskEnvoy(rig.task("t1"))) {
        envoy.awaitClusters("a", "b");
        server.goes();
        try (var empty = new MeshServer(port).serves(1)) {
          Await.until("it is asked twice", () -> empty.calls().size() >= 3);
          assertEquals(Set.of("a", "b"), envoy.names(XdsType.CDS));
          empty.serves(8);
          envoy.awaitClusters();
        }
      }
    }
  }
}
