package dev.pillion.xds.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.dynamodb.DynamoDbLocal;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.state.Quotas;
import dev.pillion.xds.store.dynamodb.DynamoLedger;
import dev.pillion.xds.store.dynamodb.DynamoTable;
import dev.pillion.xds.store.dynamodb.TableSetup;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DynamoStoreTest extends MeshStoreContract {
  private static final ResourceId MESH = new ResourceId.Mesh();

  private final DynamoTable table = Local.table();

  @Override
  public Ledger ledger() {
    return DynamoLedger.open(table);
  }

  private static MeshStore open(DynamoTable table) {
    return MeshStore.over(DynamoLedger.open(table), ACCOUNT, Quotas.USUAL, Clock.systemUTC());
  }

  @Test
  void aTableIsMadeOnceAndFoundReadyAfterThat() {
    assertEquals(
        List.of(
            "table " + table.name() + " is there",
            "time to live is on",
            "point-in-time recovery is not known to this endpoint"),
        TableSetup.run(table));
  }

  @Test
  void aTableThatIsNotThereIsRefusedWithTheCommandThatMakesIt() {
    DynamoTable none = Local.at("none-such", Local.endpoint());
    MeshException e = assertThrows(MeshException.class, () -> open(none));
    assertEquals(MeshException.Code.UNAVAILABLE, e.code());
    assertSays("DynamoDB table none-such: ResourceNotFoundException", e);
    assertSays("create it with 'pillion store init --table none-such'", e);
  }

  @Test
  void aTableThatNobodyServesIsRefusedWithARemedy() {
    DynamoTable nowhere = Local.at("none-such", URI.create("http://127.0.0.1:1"));
    MeshException e = assertThrows(MeshException.class, () -> open(nowhere));
    assertEquals(MeshException.Code.UNAVAILABLE, e.code());
    assertSays("it cannot be reached", e);
    assertSays("see that AWS_REGION, the credentials, the endpoint", e);
  }

  @Test
  void aTableThatGoesAwayLeavesReadsAndRefusesWrites() {
    var local = DynamoDbLocal.start();
    DynamoTable lonely = Local.at("lonely", local.endpoint());
    TableSetup.run(lonely);
    try (MeshStore store = open(lonely)) {
      store.commit(Changes.create("shop", MESH, "{}"));
      local.close();
      var id = new ResourceId.VirtualNode("a");
      MeshException e =
          assertThrows(MeshException.class, () -> store.commit(Changes.create("shop", id, "{}")));
      assertEquals(MeshException.Code.UNAVAILABLE, e.code());
      assertSays("repeat it with the same client token", e);
      assertEquals(1, store.describe("shop", MESH).metadata().version());
      assertEquals(1, store.mesh("shop").orElseThrow().version());
    } finally {
      local.close();
    }
  }

  @Test
  void aWriteWhoseRepliesAreLostIsDoneOnce() throws Exception {
    try (var lossy = new LossyEndpoint(Local.endpoint());
        MeshStore store = open(Local.at(table.name(), lossy.address()))) {
      store.commit(Changes.create("shop", MESH, "{}"));
      lossy.loseNextReplies(1);
      store.commit(Changes.create("shop", new ResourceId.VirtualNode("a"), "{}"));
      lossy.loseNextReplies(100);
      store.commit(Changes.create("shop", new ResourceId.VirtualNode("b"), "{}"));
      lossy.loseNextReplies(0);
      store.commit(Changes.create("shop", new ResourceId.VirtualNode("c"), "{}"));
      assertEquals(4, store.mesh("shop").orElseThrow().version());
      assertEquals(3, store.mesh("shop").orElseThrow().virtualNodes().size());
    }
  }

  @Test
  void aBackupToAFileIsRefusedWithWhatDynamoDbHas() {
    try (MeshStore store = open(table)) {
      MeshException e = assertThrows(MeshException.class, () -> store.backup(Path.of("copy.db")));
      assertSays("point-in-time recovery", e);
    }
  }

  private static void assertSays(String words, MeshException e) {
    assertTrue(String.valueOf(e.getMessage()).contains(words), e.getMessage());
  }
}
