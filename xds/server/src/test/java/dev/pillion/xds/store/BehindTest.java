package dev.pillion.xds.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.dynamodb.DynamoDbLocal;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.MeshException.Code;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.state.Committed;
import dev.pillion.mesh.state.Quota;
import dev.pillion.mesh.state.Quotas;
import dev.pillion.xds.json.Kind;
import dev.pillion.xds.json.Resource;
import dev.pillion.xds.store.dynamodb.DynamoLedger;
import dev.pillion.xds.store.dynamodb.DynamoTable;
import dev.pillion.xds.store.dynamodb.TableSetup;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A server that has not yet seen what another one wrote to their table: it refuses nothing for
/// reasons that are gone, and whatever it refuses, the other one would refuse too.
final class BehindTest {
  private static final ResourceId MESH = new ResourceId.Mesh();
  private static final ResourceId NODE = new ResourceId.VirtualNode("red");
  private static final ResourceId ROUTER = new ResourceId.VirtualRouter("colors");
  private static final ResourceId ROUTE = new ResourceId.Route("colors", "all");

  private final DynamoTable table = Local.table();
  private MeshStore ahead;
  private MeshStore behind;

  @BeforeEach
  void start() {
    ahead = open(table, Quotas.USUAL);
    ahead.commit(Changes.create("shop", MESH, "{}"));
    ahead.commit(Changes.create("shop", ROUTER, "{}"));
    behind = open(table, Quotas.USUAL);
  }

  @AfterEach
  void stop() {
    ahead.close();
    behind.close();
  }

  private static MeshStore open(DynamoTable table, Quotas quotas) {
    return MeshStore.over(
        Unwatched.over(DynamoLedger.open(table)), WriterProcess.ACCOUNT, quotas, Clock.systemUTC());
  }

  @Test
  void aWriteMayNameWhatTheOtherServerHasJustMade() {
    ahead.commit(Changes.create("shop", NODE, Changes.NODE));
    assertFalse(behind.mesh("shop").orElseThrow().has(NODE));
    behind.commit(Changes.create("shop", ROUTE, Changes.routeTo("red")));
    assertEquals(4, behind.mesh("shop").orElseThrow().version());
    ahead.commit(Changes.create("new", MESH, "{}"));
    assertEquals(1, behind.commit(Changes.create("new", NODE, Changes.NODE)).metadata().version());
  }

  @Test
  void whatTheOtherServerHasJustMadeCanBeChangedTaggedAndDeleted() {
    ahead.commit(Changes.create("shop", NODE, Changes.NODE));
    assertEquals(2, behind.commit(Changes.update("shop", NODE, "{}")).metadata().version());
    var blue = new ResourceId.VirtualNode("blue");
    ahead.commit(Changes.create("shop", blue, Changes.NODE));
    assertEquals(
        Map.of("team", "red"), behind.commit(Changes.tag("shop", blue, "team", "red")).tags());
    var green = new ResourceId.VirtualNode("green");
    ahead.commit(Changes.create("shop", green, Changes.NODE));
    behind.commit(Changes.delete("shop", green));
    assertFalse(behind.mesh("shop").orElseThrow().has(green));
  }

  @Test
  void aNameThatTheOtherServerHasJustFreedCanBeTaken() {
    ahead.commit(Changes.create("shop", NODE, Changes.NODE));
    Resource old = behind.describe("shop", NODE);
    ahead.commit(Changes.delete("shop", NODE));
    assertEquals(old, behind.describe("shop", NODE));
    Resource anew = behind.commit(Changes.create("shop", NODE, "{}"));
    assertNotEquals(old.metadata().uid(), anew.metadata().uid());
  }

  @Test
  void whatNothingNeedsAnyMoreCanBeDeleted() {
    ahead.commit(Changes.create("shop", NODE, Changes.NODE));
    ahead.commit(Changes.create("shop", ROUTE, Changes.routeTo("red")));
    behind.describe("shop", ROUTE);
    ahead.commit(Changes.delete("shop", ROUTE));
    behind.commit(Changes.delete("shop", NODE));
    ahead.commit(Changes.delete("shop", ROUTER));
    behind.commit(Changes.delete("shop", MESH));
    assertEquals(Optional.empty(), ahead.newest("shop"));
  }

  @Test
  void aPlaceThatTheOtherServerHasJustFreedCountsAsFree() {
    var few = new Quotas(Map.of(Quota.MESHES, 2, Quota.VIRTUAL_NODES, 1));
    ahead.commit(Changes.create("shop", NODE, Changes.NODE));
    ahead.commit(Changes.create("other", MESH, "{}"));
    try (MeshStore limited = open(table, few)) {
      ahead.commit(Changes.delete("other", MESH));
      limited.commit(Changes.create("third", MESH, "{}"));
      ahead.commit(Changes.delete("shop", NODE));
      limited.commit(Changes.create("shop", new ResourceId.VirtualNode("blue"), "{}"));
      refused(
          Code.LIMIT,
          "Meshes per account are limited to 2",
          () -> limited.commit(Changes.create("fourth", MESH, "{}")));
    }
  }

  @Test
  void whatIsStillTrueIsRefusedAsBefore() {
    ahead.commit(Changes.create("shop", NODE, Changes.NODE));
    ahead.commit(Changes.create("shop", ROUTE, Changes.routeTo("red")));
    refused(
        Code.NOT_FOUND,
        "VirtualNode with name none is not present under mesh shop for account 123456789012",
        () -> behind.commit(Changes.delete("shop", new ResourceId.VirtualNode("none"))));
    // It caught up for that, and refuses what follows by what the other server wrote.
    refused(
        Code.IN_USE,
        "it is a target of Route: [colors/all]",
        () -> behind.commit(Changes.delete("shop", NODE)));
    refused(
        Code.CONFLICT,
        "already exists under mesh shop",
        () -> behind.commit(Changes.create("shop", NODE, "{}")));
    assertEquals(4, behind.mesh("shop").orElseThrow().version());
  }

  @Test
  void aTokenOfAResourceThatIsGoneDoesNotBringItsAnswerBack() {
    Change create = Changes.create("shop", NODE, Changes.NODE, "token");
    Resource first = ahead.commit(create);
    assertEquals(first, behind.commit(create));
    ahead.commit(Changes.delete("shop", NODE));
    Resource second = behind.commit(create);
    assertNotEquals(first.metadata().uid(), second.metadata().uid());
    assertEquals(second, ahead.commit(create));
    ahead.commit(Changes.delete("shop", NODE));
    // Another body under the token, but of a resource that is gone: it is a first use.
    behind.commit(Changes.create("shop", NODE, "{}", "token"));
  }

  @Test
  void whatIsAskedForAndUnknownIsLookedForInTheTable() {
    ahead.commit(Changes.create("shop", NODE, Changes.NODE));
    ahead.commit(Changes.create("new", MESH, "{}"));
    ahead.commit(Changes.create("new", NODE, Changes.NODE));
    assertEquals(ahead.describe("shop", NODE), behind.describe("shop", NODE));
    var nodes = new Listing.Children("new", Kind.VIRTUAL_NODE);
    assertEquals(ahead.page(nodes, Optional.empty(), 9), behind.page(nodes, Optional.empty(), 9));
    ahead.commit(Changes.create("shop", new ResourceId.VirtualRouter("r"), "{}"));
    assertEquals(ahead.mesh("shop"), behind.newest("shop"));
    refused(
        Code.NOT_FOUND,
        "Mesh with name none is not present for account 123456789012",
        () -> behind.describe("none", NODE));
  }

  @Test
  void whatACatchingUpFindsIsToldOnceAndInOrder() {
    var told = new CopyOnWriteArrayList<Committed>();
    behind.onCommit(told::add);
    ahead.commit(Changes.create("shop", NODE, Changes.NODE));
    ahead.commit(Changes.create("shop", ROUTE, Changes.routeTo("red")));
    behind.describe("shop", ROUTE);
    behind.commit(Changes.update("shop", ROUTE, Changes.routeTo("red")));
    assertEquals(List.of(3L, 4L, 5L), told.stream().map(Committed::version).toList());
    assertEquals(behind.mesh("shop"), told.getLast().state());
  }

  @Test
  void withoutTheTableNothingIsSaidToBeMissing() {
    var local = DynamoDbLocal.start();
    DynamoTable lonely = Local.at("lonely", local.endpoint());
    TableSetup.run(lonely);
    try (MeshStore store = open(lonely, Quotas.USUAL)) {
      store.commit(Changes.create("shop", MESH, "{}"));
      local.close();
      refused(Code.UNAVAILABLE, "DynamoDB table lonely", () -> store.describe("shop", NODE));
      refused(
          Code.UNAVAILABLE,
          "DynamoDB table lonely",
          () -> store.commit(Changes.delete("shop", NODE)));
    } finally {
      local.close();
    }
  }

  private static void refused(Code code, String words, Runnable action) {
    MeshException e = assertThrows(MeshException.class, action::run);
    assertTrue(String.valueOf(e.getMessage()).contains(words), e.getMessage());
    assertEquals(code, e.code());
  }
}
