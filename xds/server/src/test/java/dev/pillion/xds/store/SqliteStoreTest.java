package dev.pillion.xds.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.xds.json.AuditEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStoreTest extends MeshStoreContract {
  @TempDir private Path directory;

  @Override
  public Ledger ledger() {
    return SqliteLedger.open(directory.resolve("data/pillion"));
  }

  @Test
  void aDirectoryInUseIsRefusedWithTheProcessThatHasIt() {
    MeshException e = assertThrows(MeshException.class, () -> open(Clock.systemUTC()));
    assertEquals(
        "data directory %s: it is in use by another pillion server (process %d); stop that server"
                .formatted(directory.resolve("data/pillion"), ProcessHandle.current().pid())
            + " first, or give another directory with --data",
        String.valueOf(e.getMessage()));
    assertEquals(MeshException.Code.UNAVAILABLE, e.code());
  }

  @Test
  void aDirectoryThatCannotBeMadeIsRefusedWithARemedy() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    MeshException e =
        assertThrows(
            MeshException.class,
            () -> MeshStore.open(file.resolve("data"), ACCOUNT, Clock.systemUTC()));
    assertSays("it cannot be written", e);
    assertSays("give another one with --data", e);
  }

  @Test
  void aFileThatIsNoStoreIsRefusedAndLeftAlone() throws IOException {
    Path other = Files.createDirectory(directory.resolve("other"));
    Path file = Files.writeString(other.resolve("pillion.db"), "no database at all ".repeat(100));
    for (int attempt = 0; attempt < 2; attempt++) {
      MeshException e =
          assertThrows(
              MeshException.class, () -> MeshStore.open(other, ACCOUNT, Clock.systemUTC()));
      assertSays("it cannot be opened", e);
    }
    assertTrue(Files.readString(file).startsWith("no database"));
  }

  @Test
  void aWriteThatTheDiskRefusesChangesNothingAndIsToldSo() throws SQLException {
    Path data = directory.resolve("full");
    try (MeshStore store = MeshStore.open(data, ACCOUNT, Clock.systemUTC())) {
      store.commit(Changes.create("shop", new ResourceId.Mesh(), "{}"));
      try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data + "/pillion.db");
          var statement = connection.createStatement()) {
        statement.execute("DROP TABLE resource");
      }
      var id = new ResourceId.VirtualNode("a");
      MeshException e =
          assertThrows(MeshException.class, () -> store.commit(Changes.create("shop", id, "{}")));
      assertEquals(MeshException.Code.UNAVAILABLE, e.code());
      assertSays("nothing changed", e);
      assertFalse(store.mesh("shop").orElseThrow().has(id));
    }
  }

  @Test
  void aDamagedFileIsRefusedWithTheWayBack() throws IOException {
    Path data = directory.resolve("damaged");
    try (MeshStore store = MeshStore.open(data, ACCOUNT, Clock.systemUTC())) {
      store.commit(Changes.create("shop", new ResourceId.Mesh(), "{}"));
      for (int i = 0; i < 50; i++) {
        store.commit(Changes.create("shop", new ResourceId.VirtualNode("n" + i), Changes.NODE));
      }
    }
    Path file = data.resolve("pillion.db");
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 7);
    Files.write(file, bytes);
    MeshException e =
        assertThrows(MeshException.class, () -> MeshStore.open(data, ACCOUNT, Clock.systemUTC()));
    assertEquals(MeshException.Code.UNAVAILABLE, e.code());
    assertSays("it is damaged", e);
    assertSays("'pillion store restore' puts a backup in its place", e);
  }

  @Test
  void theAuditLogCannotBeChangedEvenByHand() throws SQLException {
    Path data = directory.resolve("audited");
    MeshStore store = MeshStore.open(data, ACCOUNT, Clock.systemUTC());
    store.commit(Changes.create("shop", new ResourceId.Mesh(), "{}"));
    store.close();
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data + "/pillion.db");
        var statement = connection.createStatement()) {
      for (String sql :
          List.of(
              "UPDATE audit SET principal = 'nobody'",
              "DELETE FROM audit",
              "INSERT OR REPLACE INTO audit SELECT * FROM audit")) {
        SQLException e = assertThrows(SQLException.class, () -> statement.execute(sql));
        assertTrue(
            String.valueOf(e.getMessage()).contains("the audit log is only added to"),
            String.valueOf(e.getMessage()));
      }
    }
  }

  @Test
  void aBackupMadeWhileWritesGoOnIsAStoreAtOneVersionOfEachMesh() throws Exception {
    Path data = directory.resolve("busy");
    Path copy = directory.resolve("copy.db");
    try (MeshStore store = MeshStore.open(data, ACCOUNT, Clock.systemUTC())) {
      store.commit(Changes.create("shop", new ResourceId.Mesh(), "{}"));
      var enough = new CountDownLatch(20);
      var copied = new AtomicBoolean();
      Thread writer =
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 0; !copied.get() || i < 20; i++) {
                  store.commit(
                      Changes.create("shop", new ResourceId.VirtualService("s" + i), "{}"));
                  enough.countDown();
                }
              });
      enough.await();
      Backup.of(data, copy);
      copied.set(true);
      writer.join();
      MeshException e = assertThrows(MeshException.class, () -> store.backup(copy));
      assertSays("it is there already", e);
    }
    Path restored = Files.createDirectory(directory.resolve("restored"));
    Files.copy(copy, restored.resolve("pillion.db"));
    try (MeshStore store = MeshStore.open(restored, ACCOUNT, Clock.systemUTC())) {
      var shop = store.mesh("shop").orElseThrow();
      assertTrue(shop.virtualServices().size() >= 20);
      assertEquals(shop.virtualServices().size() + 1, shop.version());
      assertEquals(
          shop.version(),
          store.audit(Optional.empty(), AuditEntry.Position.START, 1_000_000).size());
    }
  }

  @Test
  void aBackupOfNothingIsRefused() {
    MeshException e =
        assertThrows(
            MeshException.class,
            () -> Backup.of(directory.resolve("none"), directory.resolve("copy.db")));
    assertSays("give the server's data directory with --data", e);
  }

  private static void assertSays(String words, MeshException e) {
    assertTrue(String.valueOf(e.getMessage()).contains(words), String.valueOf(e.getMessage()));
  }
}
