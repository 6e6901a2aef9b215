package dev.pillion.xds.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteKeyTableTest extends KeyTableContract {
  @TempDir private Path directory;

  @Override
  KeyTable open() {
    return KeyTable.open(directory);
  }

  @Test
  void itIsOpenedWhileAServerHasTheStore() {
    try (var _ = MeshStore.open(directory, "000000000000", Clock.systemUTC());
        KeyTable table = open()) {
      assertEquals(List.of(), table.list());
    }
  }

  @Test
  void aServerOpensTheStoreWhoseFirstContentIsAKey() {
    try (KeyTable table = open();
        var store = MeshStore.open(directory, "000000000000", Clock.systemUTC())) {
      assertEquals(List.of(), table.list());
      assertEquals(0, store.all().size());
    }
  }
}
