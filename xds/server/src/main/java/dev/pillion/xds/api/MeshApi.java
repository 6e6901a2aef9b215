package dev.pillion.xds.api;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.xds.store.Author;
import dev.pillion.xds.store.MeshStore;
import dev.pillion.xds.store.Refusals;
import java.util.Map;

/// App Mesh's operations, of both versions of its API, each on the store.
final class MeshApi {
  private final Identity identity;
  private final ResourceApi resources;
  private final PreviewApi preview;
  private final TagApi tags;

  MeshApi(MeshStore store, Identity identity) {
    var bodies = new Bodies(store, new Refusals(identity.account()));
    this.identity = identity;
    this.resources = new ResourceApi(store, identity, bodies);
    this.preview = new PreviewApi(store, identity, bodies);
    this.tags = new TagApi(store, identity);
  }

  /// @param author who asks
  Answer answer(Operation operation, String rawQuery, byte[] body, Author author) {
    try {
      return answer(operation, PercentDecoding.query(rawQuery), body, author);
    } catch (MeshException e) {
      return Answer.of(e);
    }
  }

  private Answer answer(
      Operation operation, Map<String, String> query, byte[] body, Author author) {
    return switch (operation) {
      case Operation.OnResources known -> {
        checkOwner(mesh(known), query);
        yield resources.answer(known, query, body, author);
      }
      case Operation.Preview(var known) -> preview.answer(known, query, body, author);
      case Operation.Tag tag -> tags.tag(tag, body, author);
      case Operation.Untag untag -> tags.untag(untag, body, author);
      case Operation.ListTags list -> tags.list(list, query);
      case Operation.Unreadable(var problem) -> Answer.of(problem);
      case Operation.WrongMethod(var allowed) ->
          Answer.error(
              405, "UnknownOperationException", "this address has no such method; use " + allowed);
      case Operation.Unknown() ->
          Answer.error(
              404,
              "UnknownOperationException",
              "no App Mesh operation has this address; see that the endpoint is given without a"
                  + " path");
    };
  }

  private static String mesh(Operation.OnResources operation) {
    return switch (operation) {
      case Operation.Create create -> create.mesh();
      case Operation.Describe describe -> describe.mesh();
      case Operation.Update update -> update.mesh();
      case Operation.Delete delete -> delete.mesh();
      case Operation.ListOf list -> list.mesh();
    };
  }

  /// Where the query names an owner, it must be this server's account.
  private void checkOwner(String mesh, Map<String, String> query) {
    String owner = query.getOrDefault("meshOwner", identity.account());
    if (owner.length() != identity.account().length()) {
      throw new MeshException(
          MeshException.Code.INVALID,
          "meshOwner",
          "it is '" + owner + "'",
          "give an account id of 12 digits, or leave it out");
    }
    MeshName.checkOwner(mesh, owner, identity);
  }
}
