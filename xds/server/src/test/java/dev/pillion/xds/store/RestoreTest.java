package dev.pillion.xds.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.ResourceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RestoreTest {
  private static final Instant NOW = Instant.parse("2026-11-28T07:08:09.010Z");
  private static final String KEPT = "pillion.db.replaced-20261128T070809.010Z";
  private static final ResourceId MESH = new ResourceId.Mesh();
  private static final ResourceId NODE = new ResourceId.VirtualNode("red");

  @TempDir private Path directory;
  private Path data;
  private Path backup;

  /// A backup with one mesh and two keys, and a store that went on from there.
  @BeforeEach
  void backUp() {
    data = directory.resolve("data");
    backup = directory.resolve("backup.db");
    try (MeshStore store = open(data);
        KeyTable keys = KeyTable.open(data)) {
      store.commit(Changes.create("shop", MESH, "{}"));
      keys.add(key("stays"));
      keys.add(key("revoked"));
      Backup.of(data, backup);
      store.commit(Changes.create("shop", NODE, Changes.NODE));
      keys.remove("revoked");
      keys.add(key("new"));
    }
  }

  private static MeshStore open(Path data) {
    return MeshStore.open(data, WriterProcess.ACCOUNT, Clock.systemUTC());
  }

  private static KeyRow key(String id) {
    return new KeyRow(id, "admin", new TreeSet<>(), "sealed", "", NOW);
  }

  @Test
  void aBackupComesBackAndTheStoreFromBeforeIsKeptAndCanComeBackToo() throws IOException {
    byte[] copied = Files.readAllBytes(backup);
    Restore.Restored restored = Restore.of(backup, data, NOW);
    Path kept = data.toAbsolutePath().resolve(KEPT);
    assertEquals(Optional.of(kept), restored.kept());
    assertEquals(Map.of("shop", 1L), restored.content().meshes());
    assertEquals(Set.of("revoked", "stays"), restored.content().keys());
    assertEquals(Map.of("shop", 2L), restored.before().orElseThrow().meshes());
    assertEquals(Set.of("new", "stays"), restored.before().orElseThrow().keys());
    assertEquals(List.of("pillion.db", KEPT, "pillion.lock"), files());
    assertArrayEquals(copied, Files.readAllBytes(backup));
    try (MeshStore store = open(data)) {
      assertEquals(1, store.mesh("shop").orElseThrow().version());
      store.commit(Changes.create("shop", new ResourceId.VirtualNode("other"), "{}"));
    }
    Restore.Restored back = Restore.of(kept, data, NOW.plusSeconds(1));
    assertEquals(Map.of("shop", 2L), back.content().meshes());
    try (MeshStore store = open(data)) {
      assertTrue(store.mesh("shop").orElseThrow().has(NODE));
    }
  }

  @Test
  void aNewDirectoryIsMade() throws IOException {
    data = directory.resolve("new/data");
    Restore.Restored restored = Restore.of(backup, data, NOW);
    assertEquals(Optional.empty(), restored.kept());
    assertEquals(Optional.empty(), restored.before());
    assertEquals(List.of("pillion.db", "pillion.lock"), files());
    try (MeshStore store = open(data)) {
      assertEquals(1, store.mesh("shop").orElseThrow().version());
    }
  }

  @Test
  void aDirectoryThatAServerHasIsRefused() throws IOException {
    try (MeshStore store = open(data)) {
      refused(
          MeshException.Code.UNAVAILABLE,
          "it is in use by another pillion server (process "
              + ProcessHandle.current().pid()
              + "); stop that server first",
          backup);
      store.commit(Changes.delete("shop", NODE));
    }
    assertEquals(List.of("pillion.db", "pillion.lock"), files());
  }

  @Test
  void aStoreThatAnotherProgramHasOpenIsRefused() throws SQLException, IOException {
    try (var reader = DriverManager.getConnection("jdbc:sqlite:" + data + "/pillion.db");
        var statement = reader.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM mesh")) {
      assertTrue(rows.next());
      refused(MeshException.Code.UNAVAILABLE, "another program has it open", backup);
    }
    assertFalse(files().contains("pillion.db.restoring"));
    try (MeshStore store = open(data)) {
      assertTrue(store.mesh("shop").orElseThrow().has(NODE));
    }
  }

  @Test
  void whatIsNoStoreIsRefusedAndNothingIsTouched() throws Exception {
    byte[] before = Files.readAllBytes(data.resolve("pillion.db"));
    refused(MeshException.Code.NOT_FOUND, "there is no such file", directory.resolve("none.db"));
    refused(MeshException.Code.INVALID, "it is the store", data.resolve("pillion.db"));
    Path text = Files.writeString(directory.resolve("text.db"), "no database ".repeat(200));
    refused(MeshException.Code.INVALID, "it is no Pillion store, or cannot be read", text);
    Path empty = Files.createFile(directory.resolve("empty.db"));
    refused(MeshException.Code.INVALID, "it is empty", empty);
    Path photos = directory.resolve("photos.db");
    run(photos, "CREATE TABLE photo (name TEXT)");
    refused(MeshException.Code.INVALID, "it is a SQLite database, but no Pillion store", photos);
    run(backup, "UPDATE schema_version SET version = 99");
    refused(MeshException.Code.INVALID, "its schema has version 99", backup);
    assertEquals(List.of("pillion.db", "pillion.lock"), files());
    assertArrayEquals(before, Files.readAllBytes(data.resolve("pillion.db")));
    Path fresh = directory.resolve("fresh");
    assertThrows(MeshException.class, () -> Restore.of(backup, fresh, NOW));
    assertFalse(Files.exists(fresh));
  }

  @Test
  void aDamagedBackupIsRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(backup);
    Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 7);
    Files.write(backup, bytes);
    refused(MeshException.Code.UNAVAILABLE, "it is damaged", backup);
  }

  @Test
  void aDamagedStoreIsReplacedAndKeptAsItIs() throws IOException {
    Path file = data.resolve("pillion.db");
    byte[] garbage = "no database at all ".repeat(300).getBytes(StandardCharsets.UTF_8);
    Files.write(file, garbage);
    // What was in the log of the damaged one must not get into the restored one.
    Files.writeString(data.resolve("pillion.db-wal"), "log");
    Restore.Restored restored = Restore.of(backup, data, NOW);
    assertEquals(Optional.empty(), restored.before());
    assertEquals(List.of("pillion.db", KEPT, KEPT + "-wal", "pillion.lock"), files());
    assertArrayEquals(garbage, Files.readAllBytes(data.resolve(KEPT)));
    try (MeshStore store = open(data)) {
      assertEquals(1, store.mesh("shop").orElseThrow().version());
    }
  }

  @Test
  void whatAServerThatWasKilledLeftInItsLogIsKept() throws Exception {
    Path killed = Files.createDirectory(directory.resolve("killed"));
    try (MeshStore store = open(data)) {
      store.commit(Changes.create("shop", new ResourceId.VirtualNode("last"), "{}"));
      for (String name : List.of("pillion.db", "pillion.db-wal")) {
        Files.copy(data.resolve(name), killed.resolve(name));
      }
    }
    data = killed;
    Restore.Restored restored = Restore.of(backup, killed, NOW);
    assertEquals(Map.of("shop", 3L), restored.before().orElseThrow().meshes());
    assertEquals(List.of("pillion.db", KEPT, "pillion.lock"), files());
    Restore.of(killed.resolve(KEPT), killed, NOW.plusSeconds(1));
    try (MeshStore store = open(killed)) {
      assertTrue(store.mesh("shop").orElseThrow().has(new ResourceId.VirtualNode("last")));
    }
  }

  @Test
  void aBackupOfAnOlderPillionIsBroughtUpToDateWhenTheServerStarts() throws Exception {
    run(
        backup,
        "UPDATE schema_version SET version = 2",
        "ALTER TABLE schema_version DROP COLUMN pillion",
        "PRAGMA application_id = 0");
    Restore.of(backup, data, NOW);
    try (MeshStore store = open(data)) {
      assertEquals(1, store.mesh("shop").orElseThrow().version());
    }
  }

  @Test
  void whatAKilledRestoreLeftIsNoHindrance() throws IOException {
    Files.writeString(data.resolve("pillion.db.restoring"), "half");
    Restore.of(backup, data, NOW);
    assertEquals(List.of("pillion.db", KEPT, "pillion.lock"), files());
  }

  private static void run(Path file, String... statements) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      for (String sql : statements) {
        Schema.execute(connection, sql);
      }
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(data)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private void refused(MeshException.Code code, String words, Path from) {
    MeshException e = assertThrows(MeshException.class, () -> Restore.of(from, data, NOW));
    assertTrue(String.valueOf(e.getMessage()).contains(words), e.getMessage());
    assertEquals(code, e.code());
  }
}
