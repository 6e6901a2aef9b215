package dev.pillion.xds.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pillion.mesh.model.Backend;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.MeshException.Code;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.state.Committed;
import dev.pillion.mesh.state.MeshState;
import dev.pillion.xds.json.Resource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// What a store refuses, in which words, and that nothing changes by it.
interface RefusalsContract extends StoreContract {
  @Test
  default void whatIsRefusedChangesNothing() {
    fill();
    MeshState before = shop();
    var told = new CopyOnWriteArrayList<Committed>();
    store().onCommit(told::add);
    for (Change refused :
        List.of(
            Changes.create("shop", MESH, "{}"),
            Changes.create("shop", NODE, "{}"),
            Changes.create("none", NODE, "{}"),
            Changes.create("shop", new ResourceId.Route("none", "a"), Changes.routeTo("red")),
            Changes.create("shop", new ResourceId.Route("colors", "b"), Changes.routeTo("none")),
            Changes.update("shop", SERVICE, Changes.providedBy("none")),
            Changes.update("shop", new ResourceId.VirtualNode("none"), "{}"),
            Changes.delete("shop", MESH),
            Changes.delete("shop", NODE),
            Changes.delete("shop", ROUTER))) {
      assertThrows(MeshException.class, () -> store().commit(refused), refused.toString());
    }
    assertEquals(List.of(), told);
    assertEquals(before, shop());
    reopen();
    assertEquals(before, shop());
  }

  @Test
  default void refusalsSayWhatIsMissingAndWhatHoldsAResource() {
    fill();
    StoreContract.refused(
        Code.NOT_FOUND,
        "VirtualNode with name none is not present under mesh shop for account 123456789012",
        () -> store().describe("shop", new ResourceId.VirtualNode("none")));
    StoreContract.refused(
        Code.NOT_FOUND,
        "Mesh with name none is not present for account 123456789012",
        () -> store().describe("none", NODE));
    StoreContract.refused(
        Code.NOT_FOUND,
        "VirtualRouter with name none is not present under mesh shop for account 123456789012",
        () -> store().describe("shop", new ResourceId.Route("none", "all")));
    StoreContract.refused(
        Code.NOT_FOUND,
        "Route with name all: VirtualNode with name none is not present under mesh shop for account"
            + " 123456789012 (spec.httpRoute.action.weightedTargets[0].virtualNode): create it"
            + " first, or name another",
        () -> store().commit(Changes.update("shop", ROUTE, Changes.routeTo("none"))));
    StoreContract.refused(
        Code.CONFLICT,
        "VirtualNode with name red already exists under mesh shop for account 123456789012; update"
            + " it, or choose another name",
        () -> store().commit(Changes.create("shop", NODE, "{}")));
    StoreContract.refused(
        Code.IN_USE,
        "VirtualRouter with name colors cannot be deleted because it is a VirtualService provider:"
            + " [colors.local]; delete or change what needs it first",
        () -> store().commit(Changes.delete("shop", ROUTER)));
    StoreContract.refused(
        Code.IN_USE,
        "VirtualNode with name red cannot be deleted because it is a target of Route:"
            + " [colors/all]; delete or change what needs it first",
        () -> store().commit(Changes.delete("shop", NODE)));
    StoreContract.refused(
        Code.IN_USE,
        "Mesh with name shop cannot be deleted because it has VirtualService: [colors.local];"
            + " delete or change what needs it first",
        () -> store().commit(Changes.delete("shop", MESH)));
    store().commit(Changes.delete("shop", SERVICE));
    StoreContract.refused(
        Code.IN_USE,
        "VirtualRouter with name colors cannot be deleted because it has Route: [all]; delete or"
            + " change what needs it first",
        () -> store().commit(Changes.delete("shop", ROUTER)));
  }

  @Test
  default void aBackendMayNameAServiceThatIsNotThereAndDoesNotHoldOneThatIs() {
    fill();
    store().commit(Changes.update("shop", NODE, Changes.calling("colors.local", "later.local")));
    store().commit(Changes.delete("shop", SERVICE));
    assertEquals(
        List.of("colors.local", "later.local"),
        red().backends().stream().map(Backend::virtualService).toList());
  }

  @Test
  default void aRouteMustNameAPortWhereItsRouterHasSeveralAndSoMustATarget() {
    fill();
    String several =
        "{'listeners':[{'portMapping':{'port':1,'protocol':'http'}},"
            + "{'portMapping':{'port':2,'protocol':'http'}}]}";
    StoreContract.refused(
        Code.INVALID,
        "VirtualRouter with name colors: All Routes for this Virtual Router must define a port match"
            + " before adding multiple listeners to this Virtual Router. 1 Route(s) are missing"
            + " port. Listing up to 5 route names: [all]",
        () -> store().commit(Changes.update("shop", ROUTER, several)));
    store().commit(Changes.delete("shop", ROUTE));
    store().commit(Changes.update("shop", ROUTER, several));
    StoreContract.refused(
        Code.INVALID,
        "Route with name all: Route must define a port match criteria if the Virtual Router has"
            + " multiple listeners",
        () -> store().commit(Changes.create("shop", ROUTE, Changes.routeTo("red"))));
  }

  @Test
  default void gatewaysAndTheirRoutesAreKeptAndHoldWhatTheyName() {
    fill();
    var gateway = new ResourceId.VirtualGateway("front");
    var route = new ResourceId.GatewayRoute("front", "all");
    store().commit(Changes.create("shop", gateway, "{}"));
    store().commit(Changes.create("shop", route, Changes.gatewayRouteTo("colors.local")));
    StoreContract.refused(
        Code.IN_USE,
        "VirtualService with name colors.local cannot be deleted because it is being referenced in"
            + " the following: GATEWAY_ROUTE: [front/all]; delete or change what needs it first",
        () -> store().commit(Changes.delete("shop", SERVICE)));
    MeshState before = shop();
    reopen();
    assertEquals(before, shop());
    store().commit(Changes.delete("shop", route));
    store().commit(Changes.delete("shop", SERVICE));
    store().commit(Changes.delete("shop", gateway));
    assertEquals(Map.of(), shop().virtualGateways());
  }

  @Test
  default void aSpecificationOf300000BytesIsKeptWithAllTagsAndALargerOneRefused() {
    store().commit(Changes.create("shop", MESH, "{}"));
    Resource largest = store().commit(Changes.create("shop", NODE, padded(300_000), "token"));
    var tags = new TreeMap<String, String>();
    for (int i = 0; i < 50; i++) {
      tags.put(i + "\u20ac".repeat(120), "\u20ac".repeat(256));
    }
    store().commit(new Change.Tag("shop", NODE, tags, Author.DEVELOPMENT));
    StoreContract.refused(
        Code.INVALID,
        "VirtualNode with name red: spec has 300001 bytes as JSON, and 300000 are the most; make it"
            + " smaller, or split what it names over several resources",
        () -> store().commit(Changes.update("shop", NODE, padded(300_001))));
    StoreContract.refused(
        Code.INVALID,
        "Mesh with name other: spec has 300001 bytes as JSON, and 300000 are the most; make it"
            + " smaller, or split what it names over several resources",
        () -> store().commit(Changes.create("other", MESH, padded(300_001))));
    reopen();
    assertEquals(largest.document(), store().describe("shop", NODE).document());
    assertEquals(tags, store().describe("shop", NODE).tags());
  }

  private static String padded(int bytes) {
    return "{" + " ".repeat(bytes - 2) + "}";
  }
}
