package dev.pillion.xds.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.PillionVersion;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.model.VirtualNodeSpec;
import dev.pillion.mesh.state.MeshState;
import dev.pillion.xds.json.AuditEntry;
import dev.pillion.xds.json.HistoryEntry;
import dev.pillion.xds.json.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Files of older Pillions, newer ones and others. `resources/schema` has a file of each version
/// that there was, as the SQL that makes it.
final class SchemaTest {
  private static final int NEWEST = SchemaSteps.all().size();
  private static final ResourceId MESH = new ResourceId.Mesh();
  private static final ResourceId NODE = new ResourceId.VirtualNode("red");

  /// A moment after the last write in the old files.
  private static final Clock THEN =
      Clock.fixed(Instant.parse("2026-10-01T00:00:06Z"), ZoneOffset.UTC);

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void place() {
    file = directory.resolve("pillion.db");
  }

  static IntStream older() {
    return IntStream.range(1, NEWEST);
  }

  private void make(int version) throws SQLException, IOException {
    try (var text =
        Objects.requireNonNull(
            SchemaTest.class.getResourceAsStream("/schema/" + version + ".sql"),
            "add the SQL that makes a file of schema version " + version)) {
      run(new String(text.readAllBytes(), StandardCharsets.UTF_8).split("\n\n"));
    }
  }

  private void run(String... statements) throws SQLException {
    try (Connection connection = connect()) {
      for (String sql : statements) {
        Schema.execute(connection, sql);
      }
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  private List<String> rows(String sql) throws SQLException {
    try (Connection connection = connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var found = new ArrayList<String>();
      while (rows.next()) {
        found.add(String.valueOf(rows.getString(1)));
      }
      return found;
    }
  }

  @ParameterizedTest
  @MethodSource("older")
  void aStoreOfAnOlderVersionIsOpenedWithAllThatIsInIt(int version) throws Exception {
    make(version);
    try (MeshStore store = MeshStore.open(directory, MeshStoreContract.ACCOUNT, THEN)) {
      MeshState shop = store.mesh("shop").orElseThrow();
      assertEquals(6, shop.version());
      assertEquals(Set.of("colors"), shop.virtualRouters().keySet());
      assertEquals(Set.of("all"), shop.routesOf("colors").keySet());
      assertEquals(Set.of("colors.local"), shop.virtualServices().keySet());
      VirtualNodeSpec red = Objects.requireNonNull(shop.virtualNodes().get("red"));
      assertEquals(8080, red.listeners().getFirst().port());
      Resource node = store.describe("shop", NODE);
      assertEquals(2, node.metadata().version());
      assertEquals(Instant.parse("2026-10-01T00:00:05Z"), node.metadata().lastUpdatedAt());
      assertEquals(Map.of("team", "red"), node.tags());
      assertEquals(
          List.of(2L, 1L),
          store.history("shop", NODE, Optional.empty(), 9).stream()
              .map(HistoryEntry::version)
              .toList());
      assertEquals(8, store.audit(Optional.empty(), AuditEntry.Position.START, 99).size());
      // The token of the last write is known, and the versions of a deleted mesh go on.
      Change again =
          new Change.Update(
              "shop",
              NODE,
              node.document(),
              Optional.of(new ClientToken("token", "fingerprint")),
              new Author("alice", "192.0.2.1:5"));
      assertEquals(node, store.commit(again));
      store.commit(Changes.create("gone", MESH, "{}"));
      assertEquals(3, store.mesh("gone").orElseThrow().version());
    }
    try (KeyTable keys = KeyTable.open(directory)) {
      assertEquals(version == 1 ? 0 : 1, keys.list().size());
      keys.list().forEach(key -> assertEquals(Set.of("shop", "new"), Set.copyOf(key.meshes())));
    }
    assertEquals(List.of(Integer.toString(NEWEST)), rows("SELECT version FROM schema_version"));
    assertEquals(List.of("ok"), rows("PRAGMA integrity_check"));
  }

  @ParameterizedTest
  @MethodSource("older")
  void anOlderStoreComesToTheSameTablesAsANewOne(int version) throws Exception {
    make(version);
    MeshStore.open(directory, MeshStoreContract.ACCOUNT, THEN).close();
    String tables = "SELECT sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name";
    List<String> grown = rows(tables);
    List<String> mark = rows("PRAGMA application_id");
    Files.delete(file);
    MeshStore.open(directory, MeshStoreContract.ACCOUNT, THEN).close();
    assertEquals(rows(tables), grown);
    assertEquals(List.of(Integer.toString(SchemaSteps.APPLICATION_ID)), mark);
  }

  @Test
  void keysAreMadeInAnOlderStoreThatNoServerHas() throws Exception {
    make(1);
    try (KeyTable keys = KeyTable.open(directory)) {
      assertEquals(List.of(), keys.list());
    }
    assertEquals(List.of("6"), rows("SELECT version FROM mesh WHERE name = 'shop'"));
  }

  @Test
  void aStepThatFailsLeavesTheFileAtTheVersionBeforeAndIsDoneTheNextTime() throws Exception {
    make(1);
    var steps = new ArrayList<>(SchemaSteps.all().subList(0, 1));
    steps.add(Migration.of(2, "one table", "CREATE TABLE one (a)"));
    steps.add(
        Migration.of(3, "half a step", "CREATE TABLE half (a)", "INSERT INTO none VALUES (1)"));
    MeshException e = assertThrows(MeshException.class, () -> migrate(steps));
    assertSays("the step to schema version 3 (half a step) failed", e);
    assertSays("no such table: none", e);
    assertEquals(List.of("2"), rows("SELECT version FROM schema_version"));
    assertEquals(
        List.of("one"), rows("SELECT name FROM sqlite_master WHERE name IN ('one', 'half')"));
    // A step may be code, where SQL is not enough.
    steps.set(
        2,
        new Migration(
            3,
            "names in capitals",
            connection -> {
              Schema.execute(connection, "ALTER TABLE schema_version ADD COLUMN pillion TEXT");
              Schema.execute(connection, "PRAGMA application_id = " + SchemaSteps.APPLICATION_ID);
              for (String name : List.of("shop", "gone")) {
                Schema.execute(
                    connection,
                    "UPDATE mesh SET name = '%s' WHERE name = '%s'"
                        .formatted(name.toUpperCase(Locale.ROOT), name));
              }
            }));
    migrate(steps);
    assertEquals(List.of("3"), rows("SELECT version FROM schema_version"));
    assertEquals(List.of("GONE", "SHOP"), rows("SELECT name FROM mesh ORDER BY name"));
  }

  private void migrate(List<Migration> steps) throws SQLException {
    try (Connection connection = connect()) {
      new Schema(file, steps).migrate(connection);
    }
  }

  @Test
  void stepsHaveNoGap() {
    var second = Migration.of(2, "no first");
    assertThrows(IllegalArgumentException.class, () -> new Schema(file, List.of(second)));
  }

  @Test
  void aStoreOfANewerPillionIsRefusedUnchangedWithTheWayOut() throws Exception {
    MeshStore.open(directory, MeshStoreContract.ACCOUNT, THEN).close();
    run("UPDATE schema_version SET version = 99, pillion = '7.0.0'");
    byte[] before = Files.readAllBytes(file);
    for (Runnable opening :
        List.<Runnable>of(
            () -> MeshStore.open(directory, MeshStoreContract.ACCOUNT, THEN),
            () -> KeyTable.open(directory))) {
      MeshException e = assertThrows(MeshException.class, opening::run);
      assertEquals(
          "store %s: its schema has version 99, made by Pillion 7.0.0, and this Pillion (%s)"
                  .formatted(file, PillionVersion.current())
              + " knows up to "
              + NEWEST
              + "; run that Pillion or a newer one; or, to stay with this one, put back a backup from"
              + " before it with 'pillion store restore'",
          e.getMessage());
      assertEquals(MeshException.Code.INVALID, e.code());
    }
    assertArrayEquals(before, Files.readAllBytes(file));
  }

  @Test
  void aDatabaseOfSomethingElseIsRefusedUnchanged() throws Exception {
    for (String[] other :
        List.of(
            new String[] {"CREATE TABLE photo (name TEXT)"},
            new String[] {
              "CREATE TABLE schema_version (version TEXT)", "PRAGMA application_id = 7"
            },
            new String[] {
              "CREATE TABLE schema_version (version INTEGER)",
              "INSERT INTO schema_version VALUES (2)"
            })) {
      run(other);
      byte[] before = Files.readAllBytes(file);
      MeshException e =
          assertThrows(
              MeshException.class,
              () -> MeshStore.open(directory, MeshStoreContract.ACCOUNT, THEN));
      assertSays("it is a SQLite database, but no Pillion store", e);
      assertArrayEquals(before, Files.readAllBytes(file));
      Files.delete(file);
    }
  }

  private static void assertSays(String words, MeshException e) {
    assertTrue(String.valueOf(e.getMessage()).contains(words), String.valueOf(e.getMessage()));
  }
}
