package dev.pillion.xds.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.MeshException.Code;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.model.VirtualNodeSpec;
import dev.pillion.mesh.state.MeshState;
import java.util.Objects;

/// The store that a contract is about.
interface StoreContract {
  ResourceId MESH = new ResourceId.Mesh();
  ResourceId NODE = new ResourceId.VirtualNode("red");
  ResourceId ROUTER = new ResourceId.VirtualRouter("colors");
  ResourceId ROUTE = new ResourceId.Route("colors", "all");
  ResourceId SERVICE = new ResourceId.VirtualService("colors.local");
  String ACCOUNT = "123456789012";

  MeshStore store();

  MovableClock clock();

  /// Opens the ledger; a second time, the same one.
  Ledger ledger();

  /// Opens the store.
  void start();

  /// Opens it anew.
  default void reopen() {
    store().close();
    start();
  }

  default void fill() {
    store().commit(Changes.create("shop", MESH, "{}"));
    store().commit(Changes.create("shop", NODE, Changes.NODE));
    store().commit(Changes.create("shop", ROUTER, "{}"));
    store().commit(Changes.create("shop", ROUTE, Changes.routeTo("red")));
    store().commit(Changes.create("shop", SERVICE, Changes.providedBy("colors")));
  }

  default MeshState shop() {
    return store().mesh("shop").orElseThrow();
  }

  default VirtualNodeSpec red() {
    return Objects.requireNonNull(shop().virtualNodes().get("red"));
  }

  static void refused(Code code, String message, Runnable action) {
    MeshException e = assertThrows(MeshException.class, action::run);
    assertEquals(message, e.getMessage());
    assertEquals(code, e.code());
  }
}
