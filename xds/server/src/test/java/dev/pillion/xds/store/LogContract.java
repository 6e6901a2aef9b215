package dev.pillion.xds.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.MeshException.Code;
import dev.pillion.mesh.model.Metadata;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.xds.json.AuditEntry;
import dev.pillion.xds.json.HistoryEntry;
import dev.pillion.xds.json.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// What every store keeps of the past: the history of each resource, and the audit log.
interface LogContract extends StoreContract {
  @Test
  default void theHistoryOfAResourceHasEachVersionWithItsAuthorAlsoAfterItsDeletion() {
    store().commit(Changes.create("shop", MESH, "{}"));
    Resource first =
        store()
            .commit(
                Changes.by(
                    new Author("alice", "192.0.2.1:5"),
                    Changes.create("shop", NODE, Changes.NODE)));
    clock().move(Duration.ofSeconds(1));
    store().commit(Changes.update("shop", NODE, "{}"));
    store().commit(Changes.tag("shop", NODE, "team", "red"));
    clock().move(Duration.ofSeconds(1));
    store().commit(Changes.delete("shop", NODE));
    reopen();
    List<HistoryEntry> gone = store().history("shop", NODE, Optional.empty(), 10);
    assertEquals(List.of(3L, 2L, 1L), gone.stream().map(HistoryEntry::version).toList());
    assertEquals(
        List.of("delete", "update", "create"), gone.stream().map(HistoryEntry::action).toList());
    assertEquals(
        new HistoryEntry(
            first.metadata().uid(),
            first.metadata().createdAt(),
            1,
            first.metadata().createdAt(),
            "alice",
            "192.0.2.1:5",
            "create",
            first.document().text()),
        gone.getLast());
    assertEquals(clock().instant(), gone.getFirst().at());
    clock().move(Duration.ofSeconds(1));
    Resource anew = store().commit(Changes.create("shop", NODE, "{}"));
    List<HistoryEntry> page = store().history("shop", NODE, Optional.empty(), 2);
    assertEquals(anew.metadata().uid(), page.getFirst().uid());
    assertEquals(gone.getFirst(), page.getLast());
    assertEquals(
        gone.subList(1, 3),
        store().history("shop", NODE, Optional.of(page.getLast().position()), 10));
    StoreContract.refused(
        Code.NOT_FOUND,
        "VirtualService with name none is not present under mesh shop for account 123456789012",
        () -> store().history("shop", new ResourceId.VirtualService("none"), Optional.empty(), 10));
  }

  @Test
  default void aDeletedMeshHasItsDeletionInItsHistory() {
    store().commit(Changes.create("shop", MESH, "{}"));
    store().commit(Changes.delete("shop", MESH));
    assertEquals(
        List.of(2L, 1L),
        store().history("shop", MESH, Optional.empty(), 10).stream()
            .map(HistoryEntry::version)
            .toList());
  }

  @Test
  default void theThousandthVersionBackIsTheLastThatAHistoryKeeps() {
    store().commit(Changes.create("shop", MESH, "{}"));
    Change update = Changes.update("shop", MESH, "{}");
    Resource first = store().describe("shop", MESH);
    store().close();
    try (Ledger ledger = ledger()) {
      for (long version : new long[] {2, 1_001, 1_002}) {
        var metadata =
            new Metadata(
                first.metadata().uid(),
                version,
                first.metadata().createdAt(),
                clock().instant(),
                ACCOUNT,
                ACCOUNT);
        var later = new Resource("shop", MESH, metadata, first.document(), first.tags());
        long meshVersion = Objects.requireNonNull(ledger.load().get("shop")).version() + 1;
        var part = new Entry.Part(update, Optional.of(first), later);
        assertEquals(
            new Ledger.Appended.Written(),
            ledger.append(new Entry("shop", meshVersion, List.of(part), clock().instant())));
        ledger.flush();
        assertEquals(
            version <= 1_000,
            ledger.history("shop", MESH, Optional.empty(), 9).getLast().version() == 1);
      }
      assertEquals(
          List.of(1_002L, 1_001L),
          ledger.history("shop", MESH, Optional.empty(), 9).stream()
              .map(HistoryEntry::version)
              .toList());
    }
    start();
  }

  @Test
  default void theAuditLogHasEveryWriteAndNoRefusedOne() {
    fill();
    var alice = new Author("alice", "192.0.2.1:5");
    store().commit(Changes.by(alice, Changes.update("shop", NODE, "{}")));
    store().commit(Changes.tag("shop", NODE, "team", "red"));
    assertThrows(MeshException.class, () -> store().commit(Changes.delete("shop", NODE)));
    store().commit(Changes.delete("shop", SERVICE));
    store().commit(Changes.create("a", MESH, "{}"));
    reopen();
    var all = store().audit(Optional.empty(), AuditEntry.Position.START, 100);
    assertEquals(
        List.of(
            "a 1", "shop 1", "shop 2", "shop 3", "shop 4", "shop 5", "shop 6", "shop 7", "shop 8"),
        all.stream().map(entry -> entry.mesh() + " " + entry.meshVersion()).toList());
    Resource node = store().describe("shop", NODE);
    assertEquals(
        new AuditEntry(
            "shop",
            6,
            0,
            clock().instant(),
            "alice",
            "192.0.2.1:5",
            "update",
            NODE,
            node.metadata().uid(),
            OptionalLong.of(1),
            OptionalLong.of(2)),
        all.get(6));
    assertEquals(OptionalLong.empty(), all.get(2).before());
    assertEquals(OptionalLong.of(2), all.get(7).before());
    assertEquals(OptionalLong.of(2), all.get(7).after());
    assertEquals(OptionalLong.empty(), all.get(8).after());
    assertEquals(all.subList(3, 5), store().audit(Optional.empty(), all.get(2).position(), 2));
    assertEquals(
        all.subList(1, 9), store().audit(Optional.of("shop"), AuditEntry.Position.START, 100));
  }

  @Test
  default void severalChangesAreAVersionOfTheLogInPartsAndAPageMayEndBetweenThem() {
    fill();
    store().commit(List.of(Changes.delete("shop", SERVICE), Changes.create("shop", SERVICE, "{}")));
    var from = new AuditEntry.Position("shop", 5, 0);
    var first = store().audit(Optional.empty(), from, 1);
    assertEquals(new AuditEntry.Position("shop", 6, 0), first.getFirst().position());
    var second = store().audit(Optional.empty(), first.getFirst().position(), 5);
    assertEquals(List.of("create"), second.stream().map(AuditEntry::action).toList());
    assertEquals(1, second.getFirst().part());
    assertEquals(1, store().describe("shop", SERVICE).metadata().version());
    reopen();
    assertEquals(1, store().describe("shop", SERVICE).metadata().version());
  }
}
