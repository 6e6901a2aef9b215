package dev.pillion.xds.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pillion.mesh.model.ResourceId;
import dev.pillion.xds.json.Kind;
import dev.pillion.xds.json.Resource;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pages of lists whose neighbours have much the same names: `-` sorts before `/`, and `_` after
/// it.
final class ReadsTest {
  private static final List<String> NAMES = List.of("a", "a-", "a-b", "aa", "a_", "b");

  private MeshStore store;

  @BeforeEach
  void fill(@TempDir Path directory) {
    store = MeshStore.open(directory, "123456789012", Clock.systemUTC());
    store.commit(Changes.create("m", new ResourceId.Mesh(), "{}"));
    for (String name : NAMES) {
      store.commit(Changes.create("m", new ResourceId.VirtualNode(name), "{}"));
      store.commit(Changes.create("m", new ResourceId.VirtualRouter(name), "{}"));
      store.commit(
          Changes.create(
              "m",
              new ResourceId.VirtualGateway(name),
              "{'listeners':[{'portMapping':{'port':80,'protocol':'http'}}]}"));
    }
    for (String router : NAMES) {
      for (String name : NAMES) {
        var route = new ResourceId.Route(router, name);
        store.commit(Changes.create("m", route, Changes.routeTo("a")));
      }
    }
  }

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 100})
  void aListHasAllOfItsOwnAndNothingElseInPagesOfAnySize(int limit) {
    var sorted = NAMES.stream().sorted().toList();
    for (Kind kind : List.of(Kind.VIRTUAL_NODE, Kind.VIRTUAL_ROUTER, Kind.VIRTUAL_GATEWAY)) {
      var all = all(new Listing.Children("m", kind), limit);
      assertEquals(sorted.stream().map(name -> kind.id("", name)).toList(), ids(all));
    }
    for (String router : NAMES) {
      var all = all(new Listing.Grandchildren("m", new ResourceId.VirtualRouter(router)), limit);
      assertEquals(
          sorted.stream().map(name -> new ResourceId.Route(router, name)).toList(), ids(all));
    }
  }

  @Test
  void aListGoesOnAfterANameThatIsGone() {
    var nodes = new Listing.Children("m", Kind.VIRTUAL_NODE);
    Page page = store.page(nodes, Optional.of("a-a"), 1);
    assertEquals(List.of(new ResourceId.VirtualNode("a-b")), ids(page.resources()));
  }

  private List<Resource> all(Listing listing, int limit) {
    var all = new ArrayList<Resource>();
    Optional<String> after = Optional.empty();
    do {
      Page page = store.page(listing, after, limit);
      all.addAll(page.resources());
      after = page.last();
    } while (after.isPresent());
    return all;
  }

  private static List<ResourceId> ids(List<Resource> resources) {
    return resources.stream().map(Resource::id).toList();
  }
}
