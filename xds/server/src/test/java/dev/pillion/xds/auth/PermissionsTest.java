package dev.pillion.xds.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.xds.store.Author;
import dev.pillion.xds.store.Change;
import dev.pillion.xds.store.MeshStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PermissionsTest {
  private static final Author AUTHOR = new Author("AKPLX", "192.0.2.7:40000");

  @ParameterizedTest
  @CsvSource({
    // role, meshes, delete mesh, tag mesh, delete node, tag node, untag node
    "admin, '', yes, yes, yes, yes, yes",
    "reader, '', no, no, no, no, no",
    "editor, '', no, yes, yes, yes, yes",
    "editor, shop, yes, yes, yes, yes, yes",
    "editor, shop till, yes, yes, yes, yes, yes",
    "editor, till, no, no, no, no, no",
    "editor, sho, no, no, no, no, no",
  })
  void aRoleMayWriteWhatItSays(
      String word,
      String meshes,
      String deleteMesh,
      String tagMesh,
      String deleteNode,
      String tagNode,
      String untagNode) {
    Set<String> bound = meshes.isEmpty() ? Set.of() : Set.of(meshes.split(" ", -1));
    var caller = new Caller(AUTHOR, Role.of(word, bound));
    var mesh = new ResourceId.Mesh();
    var node = new ResourceId.VirtualNode("n");
    assertEquals(deleteMesh, may(caller, new Change.Delete("shop", mesh, AUTHOR)));
    assertEquals(tagMesh, may(caller, new Change.Tag("shop", mesh, new TreeMap<>(), AUTHOR)));
    assertEquals(deleteNode, may(caller, new Change.Delete("shop", node, AUTHOR)));
    assertEquals(tagNode, may(caller, new Change.Tag("shop", node, new TreeMap<>(), AUTHOR)));
    assertEquals(untagNode, may(caller, new Change.Untag("shop", node, Set.of(), AUTHOR)));
  }

  @Test
  void aRefusalNamesTheOperationTheMeshAndTheRemedy() {
    var caller = new Caller(AUTHOR, new Role.Editor(new TreeSet<>(List.of("till", "desk"))));
    var change = new Change.Delete("shop", new ResourceId.VirtualNode("n"), AUTHOR);
    assertEquals(
        Optional.of(
            "access key AKPLX (editor of desk, till) is not authorized to perform:"
                + " appmesh:DeleteVirtualNode on mesh shop; use a key with role admin or editor of"
                + " this mesh ('pillion keys create --role editor --mesh shop' makes one)"),
        Permissions.refusal(caller, change));
  }

  @Test
  void whatACallerMayNotWriteDoesNotReachTheStore(@TempDir Path directory) {
    try (var store = MeshStore.open(directory, "000000000000", Clock.systemUTC())) {
      var permitted = new PermittedStore(store, new Caller(AUTHOR, new Role.Reader()));
      var change = new Change.Delete("shop", new ResourceId.Mesh(), AUTHOR);
      var refused = assertThrows(MeshException.class, () -> permitted.commit(change));
      assertEquals(MeshException.Code.FORBIDDEN, refused.code());
    }
  }

  @Test
  void anUnknownRoleAndABoundAdminAreRefused() {
    assertEquals(
        "role 'owner': there is no such role; give admin, editor or reader",
        assertThrows(MeshException.class, () -> Role.of("owner", Set.of())).getMessage());
    assertEquals(
        "role admin: meshes can be named for an editor only; leave them out, or make an editor",
        assertThrows(MeshException.class, () -> Role.of("admin", Set.of("shop"))).getMessage());
  }

  private static String may(Caller caller, Change change) {
    return Permissions.refusal(caller, change).isEmpty() ? "yes" : "no";
  }
}
