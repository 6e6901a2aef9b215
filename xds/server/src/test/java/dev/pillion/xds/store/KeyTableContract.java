package dev.pillion.xds.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.mesh.model.MeshException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What every table of access keys does. Two tables are open on the same keys: a server's, and that
/// of whoever makes and revokes keys meanwhile.
abstract class KeyTableContract {
  /// Opens the table; each time the same.
  abstract KeyTable open();

  @Test
  void aKeyIsFoundAsItWasPutByEveryoneAtOnce() {
    try (KeyTable server = open();
        KeyTable other = open()) {
      assertEquals(Optional.empty(), server.find("A"));
      KeyRow bound = key("A", "s1", "shop", "till");
      KeyRow free = key("B", "s2");
      other.add(free);
      other.add(bound);
      assertEquals(Optional.of(bound), server.find("A"));
      assertEquals(Optional.of(free), server.find("B"));
      assertEquals(List.of(bound, free), server.list());
    }
  }

  @Test
  void aKeyThatWasRemovedIsGoneForEveryoneAtOnce() {
    try (KeyTable server = open();
        KeyTable other = open()) {
      server.add(key("A", "s1"));
      assertTrue(other.remove("A"));
      assertFalse(other.remove("A"));
      assertEquals(Optional.empty(), server.find("A"));
      assertEquals(List.of(), server.list());
    }
  }

  @Test
  void aKeyIsReplacedOnlyWhereItsSecretIsTheOneThatWasRead() {
    try (KeyTable table = open()) {
      KeyRow first = key("A", "s1", "shop");
      table.add(first);
      assertTrue(table.replace(first.sealed("s2"), "s1"));
      assertFalse(table.replace(first.sealed("s3"), "s1"));
      assertEquals(Optional.of(first.sealed("s2")), table.find("A"));
    }
  }

  @Test
  void aKeyThatWasRemovedDoesNotComeBackByBeingReplaced() {
    try (KeyTable table = open()) {
      KeyRow key = key("A", "s1");
      table.add(key);
      assertTrue(table.remove("A"));
      assertFalse(table.replace(key.sealed("s2"), "s1"));
      assertEquals(List.of(), table.list());
    }
  }

  @Test
  void aSecondKeyOfTheSameIdIsRefused() {
    try (KeyTable table = open()) {
      table.add(key("A", "s1"));
      assertThrows(MeshException.class, () -> table.add(key("A", "s2")));
      assertEquals("s1", table.find("A").orElseThrow().secret());
    }
  }

  @Test
  void anIdThatNoKeyCanHaveIsNotFound() {
    try (KeyTable table = open()) {
      for (String id : List.of("", "a/b", "é'\"", "x".repeat(5_000))) {
        assertEquals(Optional.empty(), table.find(id));
        assertFalse(table.remove(id));
      }
    }
  }

  private static KeyRow key(String id, String secret, String... meshes) {
    Instant created = Instant.parse("2026-11-25T09:00:00.123Z");
    String role = meshes.length == 0 ? "admin" : "editor";
    return new KeyRow(id, role, new TreeSet<>(List.of(meshes)), secret, "", created);
  }
}
