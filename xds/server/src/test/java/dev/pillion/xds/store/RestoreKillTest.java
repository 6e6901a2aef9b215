package dev.pillion.xds.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.state.MeshState;
import dev.pillion.xds.json.AuditEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A process that restores one backup after the other is killed by SIGKILL at random moments. What
/// is there then is one of the stores, whole; the next start takes away what the kill left.
@Timeout(600)
final class RestoreKillTest {
  private static final int KILLS = 50;
  private static final long LONGEST_MICROS = 60_000;
  private static final ResourceId MESH = new ResourceId.Mesh();
  private static final String STORE = "pillion.db";

  private final Random random = new Random(20190125);

  @TempDir private Path directory;
  private Path killed;

  private enum Kind {
    BEFORE(150),
    FIRST(60),
    SECOND(100);

    private final int nodes;

    Kind(int nodes) {
      this.nodes = nodes;
    }
  }

  /// Two backups, and the store of a server that was killed: part of it is in its log.
  @BeforeEach
  void make() throws IOException {
    for (Kind kind : List.of(Kind.FIRST, Kind.SECOND)) {
      Path data = directory.resolve("data-" + kind);
      try (MeshStore store = open(data)) {
        fill(store, kind, kind.nodes);
      }
      Backup.of(data, backup(kind));
    }
    killed = Files.createDirectory(directory.resolve("killed"));
    Path data = directory.resolve("data");
    try (MeshStore store = open(data)) {
      fill(store, Kind.BEFORE, Kind.BEFORE.nodes / 2);
    }
    try (MeshStore store = open(data)) {
      add(store, Kind.BEFORE, Kind.BEFORE.nodes / 2, Kind.BEFORE.nodes);
      copy(data, killed);
    }
    assertTrue(Files.size(killed.resolve(STORE + "-wal")) > 0);
  }

  private Path backup(Kind kind) {
    return directory.resolve(kind + ".db");
  }

  private static MeshStore open(Path data) {
    return MeshStore.open(data, MeshStoreContract.ACCOUNT, Clock.systemUTC());
  }

  private static void fill(MeshStore store, Kind kind, int nodes) {
    store.commit(Changes.create("shop", MESH, "{}"));
    add(store, kind, 0, nodes);
  }

  private static void add(MeshStore store, Kind kind, int from, int to) {
    for (int i = from; i < to; i++) {
      var id = new ResourceId.VirtualNode(kind + "-" + i);
      store.commit(Changes.create("shop", id, Changes.NODE));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    for (String name : List.of(STORE, STORE + "-wal")) {
      Files.copy(from.resolve(name), to.resolve(name));
    }
  }

  @Test
  void aRestoreThatIsKilledLeavesOneOfTheStoresWholeAndTheNextStartClearsUp() throws Exception {
    int halves = 0;
    Set<Kind> found = EnumSet.noneOf(Kind.class);
    for (int kill = 0; kill < KILLS; kill++) {
      Path data = Files.createDirectory(directory.resolve("round-" + kill));
      copy(killed, data);
      killRestoring(data);
      boolean half = Files.exists(data.resolve(STORE + ".restoring"));
      halves += half ? 1 : 0;
      found.add(check(data));
      assertFalse(Files.exists(data.resolve(STORE + ".restoring")), data.toString());
      checkKept(data);
    }
    assertTrue(halves > 0, "no kill came within a restore");
    assertTrue(found.size() > 1, "all kills left " + found);
  }

  /// The store is one of the three, and takes a write.
  private Kind check(Path data) {
    try (MeshStore store = open(data)) {
      MeshState shop = store.mesh("shop").orElseThrow();
      Kind kind = kind(shop);
      assertEquals(kind.nodes, shop.virtualNodes().size(), data.toString());
      assertEquals(kind.nodes + 1, shop.version(), data.toString());
      assertEquals(
          kind.nodes + 1,
          store.audit(Optional.empty(), AuditEntry.Position.START, 1_000).size(),
          data.toString());
      store.commit(Changes.create("shop", new ResourceId.VirtualNode("later"), Changes.NODE));
      return kind;
    }
  }

  private static Kind kind(MeshState shop) {
    String node = shop.virtualNodes().keySet().iterator().next();
    return Kind.valueOf(node.substring(0, node.indexOf('-')));
  }

  /// What the write after the kill went into has no other name, and each store that was kept can
  /// come back, whole.
  private void checkKept(Path data) throws IOException {
    try (Stream<Path> files = Files.list(data)) {
      for (Path kept : files.filter(file -> file.toString().contains(".replaced-")).toList()) {
        assertFalse(Files.isSameFile(kept, data.resolve(STORE)), kept.toString());
        Path back = data.resolve("back-" + kept.getFileName());
        Restore.of(kept, back, Instant.now());
        check(back);
      }
    }
  }

  private void killRestoring(Path data) throws Exception {
    Path temporary = Files.createDirectories(data.resolve("tmp"));
    Process restoring =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.sqlite.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Restoring.class.getName(),
                data.toString(),
                backup(Kind.FIRST).toString(),
                backup(Kind.SECOND).toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var output = restoring.inputReader()) {
      assertEquals("ready", output.readLine());
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextLong(LONGEST_MICROS)));
    } finally {
      restoring.destroyForcibly().waitFor();
    }
  }

  /// Restores one backup after the other for ever.
  static final class Restoring {
    private Restoring() {}

    public static void main(String[] args) throws IOException {
      Path data = Path.of(args[0]);
      // Reading a store loads the library, which is no part of what is to be killed.
      Restore.of(Path.of(args[1]), data.resolve("warm"), Instant.now());
      System.out.println("ready");
      for (int i = 0; ; i++) {
        Restore.of(Path.of(args[1 + i % 2]), data, Instant.now());
      }
    }
  }
}
