package dev.pillion.xds.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.MeshException.Code;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.model.VirtualServiceSpec;
import dev.pillion.mesh.state.Committed;
import dev.pillion.mesh.state.MeshState;
import dev.pillion.xds.json.Kind;
import dev.pillion.xds.json.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What becomes of a write in every store.
interface WritesContract extends StoreContract {
  @Test
  default void whatIsAcceptedIsSeenByEveryReadAndAfterReopening() {
    fill();
    MeshState before = shop();
    List<Resource> resources =
        List.of(MESH, NODE, ROUTER, ROUTE, SERVICE).stream()
            .map(id -> store().describe("shop", id))
            .toList();
    assertEquals(5, before.version());
    assertEquals(Set.of("red"), before.virtualNodes().keySet());
    reopen();
    assertEquals(before, shop());
    assertEquals(List.of(before), List.copyOf(store().all()));
    assertEquals(
        resources,
        List.of(MESH, NODE, ROUTER, ROUTE, SERVICE).stream()
            .map(id -> store().describe("shop", id))
            .toList());
  }

  @Test
  default void anUpdateKeepsIdentityAndCreationAndMovesVersionAndTime() {
    store().commit(Changes.create("shop", MESH, "{}"));
    Resource created = store().commit(Changes.create("shop", NODE, Changes.NODE));
    clock().move(Duration.ofSeconds(3));
    Resource updated = store().commit(Changes.update("shop", NODE, "{}"));
    assertEquals(created.metadata().next(clock().instant()), updated.metadata());
    assertEquals(2, updated.metadata().version());
    assertEquals("{}", updated.document().text());
    assertEquals(List.of(), red().listeners());
    reopen();
    assertEquals(updated, store().describe("shop", NODE));
  }

  @Test
  default void eachWriteIsToldInOrderWithTheMeshAsItIsThen() {
    var told = new CopyOnWriteArrayList<Committed>();
    store().onCommit(told::add);
    fill();
    store().commit(Changes.update("shop", ROUTE, Changes.routeTo("red")));
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L), told.stream().map(Committed::version).toList());
    assertEquals(Set.of(ROUTE), told.getLast().touched());
    assertEquals(Optional.of(shop()), told.getLast().state());
    told.forEach(c -> assertEquals(c.version(), c.state().orElseThrow().version()));
  }

  @Test
  default void aListenerThatFailsDoesNotHarmTheWriteOrTheOthers() {
    var told = new CopyOnWriteArrayList<Committed>();
    store()
        .onCommit(_ -> {
          throw new IllegalStateException("a planted failure");
        });
    store().onCommit(told::add);
    store().commit(Changes.create("shop", MESH, "{}"));
    assertEquals(1, told.size());
    assertEquals(1, shop().version());
  }

  @Test
  default void severalChangesAreOneVersionAndToldAtOnce() {
    fill();
    var told = new CopyOnWriteArrayList<Committed>();
    store().onCommit(told::add);
    List<Resource> answers =
        store()
            .commit(
                List.of(
                    Changes.delete("shop", SERVICE),
                    Changes.delete("shop", ROUTE),
                    Changes.update("shop", NODE, "{}")));
    assertEquals(List.of(SERVICE, ROUTE, NODE), answers.stream().map(Resource::id).toList());
    assertEquals(1, told.size());
    assertEquals(6, told.getFirst().version());
    assertEquals(Set.of(SERVICE, ROUTE, NODE), told.getFirst().touched());
    MeshState after = shop();
    assertEquals(6, after.version());
    reopen();
    assertEquals(after, shop());
  }

  @Test
  default void ofSeveralChangesNoneIsDoneWhereOneIsRefused() {
    fill();
    MeshState before = shop();
    var changes =
        List.of(
            Changes.create("shop", new ResourceId.VirtualNode("blue"), Changes.NODE),
            Changes.delete("shop", NODE));
    assertThrows(MeshException.class, () -> store().commit(changes));
    assertEquals(before, shop());
    reopen();
    assertEquals(before, shop());
  }

  @Test
  default void aDeletedResourceIsGoneAndItsNameCanBeUsedAgain() {
    fill();
    Resource old = store().describe("shop", SERVICE);
    clock().move(Duration.ofSeconds(1));
    Resource gone = store().commit(Changes.delete("shop", SERVICE));
    assertEquals(old.metadata().next(clock().instant()), gone.metadata());
    assertThrows(MeshException.class, () -> store().describe("shop", SERVICE));
    Resource anew = store().commit(Changes.create("shop", SERVICE, "{}"));
    assertEquals(1, anew.metadata().version());
    assertNotEquals(old.metadata().uid(), anew.metadata().uid());
    assertEquals(
        new VirtualServiceSpec(Optional.empty()), shop().virtualServices().get("colors.local"));
  }

  @Test
  default void versionsOfAMeshNeverComeTwiceEvenIfItIsDeletedAndMadeAgain() {
    var told = new CopyOnWriteArrayList<Committed>();
    store().commit(Changes.create("shop", MESH, "{}"));
    Resource gone = store().commit(Changes.delete("shop", MESH));
    assertEquals(1, gone.metadata().version());
    reopen();
    store().onCommit(told::add);
    assertEquals(Optional.empty(), store().mesh("shop"));
    store().commit(Changes.create("shop", MESH, "{}"));
    assertEquals(3, shop().version());
    store().commit(Changes.delete("shop", MESH));
    assertEquals(new Committed("shop", 4, Optional.empty(), Set.of(MESH)), told.getLast());
  }

  @Test
  default void listsComeInPagesByName() {
    fill();
    store().commit(Changes.create("a", MESH, "{}"));
    store().commit(Changes.create("shop", new ResourceId.VirtualService("b/a"), "{}"));
    store().commit(Changes.create("shop", new ResourceId.VirtualService("b"), "{}"));
    assertEquals(List.of("a", "shop"), names(new Listing.Meshes()));
    assertEquals(
        List.of("b", "b/a", "colors.local"),
        names(new Listing.Children("shop", Kind.VIRTUAL_SERVICE)));
    assertEquals(List.of("all"), names(new Listing.Grandchildren("shop", ROUTER)));
    assertEquals(List.of(), names(new Listing.Children("a", Kind.VIRTUAL_NODE)));
    StoreContract.refused(
        Code.NOT_FOUND,
        "VirtualRouter with name none is not present under mesh shop for account 123456789012",
        () ->
            store()
                .page(
                    new Listing.Grandchildren("shop", new ResourceId.VirtualRouter("none")),
                    Optional.empty(),
                    1));
  }

  @Test
  default void manyWritersAtOnceAreOneAfterAnother() {
    var told = new CopyOnWriteArrayList<Long>();
    store().onCommit(committed -> told.add(committed.version()));
    store().commit(Changes.create("shop", MESH, "{}"));
    try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 100; i++) {
        var id = new ResourceId.VirtualService("s" + i);
        writers.execute(() -> store().commit(Changes.create("shop", id, "{}")));
      }
    }
    assertEquals(IntStream.rangeClosed(1, 101).mapToObj(i -> (long) i).toList(), told);
    assertEquals(100, shop().virtualServices().size());
  }

  @Test
  default void tagsAreKeptBesideTheVersionAndToldOfAsNothingTouched() {
    fill();
    var told = new CopyOnWriteArrayList<Committed>();
    store().onCommit(told::add);
    Resource before = store().describe("shop", NODE);
    store().commit(Changes.tag("shop", NODE, "team", "red", "stage", "test"));
    Resource tagged = store().commit(Changes.untag("shop", NODE, "stage", "none"));
    assertEquals(Map.of("team", "red"), tagged.tags());
    assertEquals(before.metadata(), tagged.metadata());
    assertEquals(List.of(Set.of(), Set.of()), told.stream().map(Committed::touched).toList());
    assertEquals(7, shop().version());
    reopen();
    assertEquals(tagged, store().describe("shop", NODE));
    assertEquals(Map.of("team", "red"), store().commit(Changes.update("shop", NODE, "{}")).tags());
  }

  @Test
  default void theLongestNamesAreKept() {
    String longest = "\u20ac".repeat(255);
    var router = new ResourceId.VirtualRouter(longest);
    var route = new ResourceId.Route(longest, longest);
    var node = new ResourceId.VirtualNode(longest);
    store().commit(Changes.create(longest, MESH, "{}"));
    store().commit(Changes.create(longest, router, "{}"));
    store().commit(Changes.create(longest, node, "{}"));
    store().commit(Changes.create(longest, route, Changes.routeTo(longest)));
    MeshState before = store().mesh(longest).orElseThrow();
    reopen();
    assertEquals(before, store().mesh(longest).orElseThrow());
    assertEquals(1, store().history(longest, route, Optional.empty(), 9).size());
    store().commit(Changes.delete(longest, route));
    store().commit(Changes.delete(longest, node));
  }

  private List<String> names(Listing listing) {
    var names = new ArrayList<String>();
    Optional<String> after = Optional.empty();
    do {
      Page page = store().page(listing, after, 1);
      assertTrue(page.resources().size() <= 1);
      page.resources().forEach(resource -> names.add(resource.name()));
      after = page.last();
    } while (after.isPresent());
    return names;
  }
}
