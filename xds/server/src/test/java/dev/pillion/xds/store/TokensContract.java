package dev.pillion.xds.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.MeshException.Code;
import dev.pillion.xds.json.Resource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a client token does in every store.
interface TokensContract extends StoreContract {
  @Test
  default void theTokenOfTheFirstOfSeveralChangesIsThatOfAll() {
    store().commit(Changes.create("shop", MESH, "{}"));
    var changes =
        List.of(
            Changes.create("shop", ROUTER, "{}", "once"),
            Changes.create("shop", SERVICE, Changes.providedBy("colors")));
    Resource first = store().commit(changes).getFirst();
    assertEquals(List.of(first), store().commit(changes));
    assertEquals(2, shop().version());
  }

  @Test
  default void aClientTokenReplaysItsRequestForADayAndAfterReopening() {
    Change create = Changes.create("shop", MESH, "{}", "token");
    Resource first = store().commit(create);
    store().commit(Changes.update("shop", MESH, "{'egressFilter':{'type':'ALLOW_ALL'}}"));
    assertEquals(first, store().commit(create));
    reopen();
    assertEquals(first, store().commit(create));
    assertEquals(2, shop().version());
    clock().move(Duration.ofHours(25));
    StoreContract.refused(
        Code.CONFLICT,
        "Mesh with name shop already exists for account 123456789012; update it,"
            + " or choose another name",
        () -> store().commit(create));
  }

  @Test
  default void aClientTokenRefusesAnotherBodyAndIsAnotherTokenElsewhere() {
    String open = "{'egressFilter':{'type':'ALLOW_ALL'}}";
    store().commit(Changes.create("shop", MESH, "{}", "token"));
    StoreContract.refused(
        Code.CONFLICT,
        "The request contains a client token that was used for a previous update resource call"
            + " with different specifications (token); try the request again with a new client"
            + " token",
        () -> store().commit(Changes.create("shop", MESH, open, "token")));
    assertEquals(
        1, store().commit(Changes.create("other", MESH, "{}", "token")).metadata().version());
    assertEquals(
        2, store().commit(Changes.update("shop", MESH, open, "token")).metadata().version());
    store().commit(Changes.create("shop", NODE, "{}", "token"));
    assertTrue(shop().has(NODE));
  }

  @Test
  default void aTokenIsForgottenWithItsResourceAndARefusedRequestUsesNone() {
    Change create = Changes.create("shop", MESH, "{}", "token");
    Resource first = store().commit(create);
    store().commit(Changes.delete("shop", MESH));
    assertNotEquals(first.metadata().uid(), store().commit(create).metadata().uid());
    Change early = Changes.create("shop", ROUTE, Changes.routeTo("red"), "early");
    assertThrows(MeshException.class, () -> store().commit(early));
    store().commit(Changes.create("shop", NODE, "{}"));
    store().commit(Changes.create("shop", ROUTER, "{}"));
    assertEquals(1, store().commit(early).metadata().version());
  }

  @Test
  default void aTokenIsItsAuthorsAlone() {
    store().commit(Changes.create("shop", MESH, "{}"));
    Resource mine = store().commit(Changes.create("shop", NODE, Changes.NODE, "token"));
    Change others =
        Changes.by(
            new Author("other", "192.0.2.1:5"),
            Changes.create("shop", NODE, Changes.NODE, "token"));
    assertThrows(MeshException.class, () -> store().commit(others));
    assertEquals(mine, store().commit(Changes.create("shop", NODE, Changes.NODE, "token")));
  }
}
