package dev.pillion.xds.api;

import dev.pillion.mesh.model.ResourceId;
import dev.pillion.xds.json.Kind;
import dev.pillion.xds.json.RequestJson;
import dev.pillion.xds.json.Resource;
import dev.pillion.xds.json.ResponseJson;
import dev.pillion.xds.json.WriteRequest;
import dev.pillion.xds.store.Author;
import dev.pillion.xds.store.Change;
import dev.pillion.xds.store.MeshStore;
import dev.pillion.xds.store.Page;
import java.util.Map;

/// The operations on resources of API version 2019-01-25, each on the store.
record ResourceApi(MeshStore store, Identity identity, Bodies bodies) {
  private static final int MOST_ITEMS = 100;

  Answer answer(
      Operation.OnResources operation, Map<String, String> query, byte[] body, Author author) {
    return switch (operation) {
      case Operation.Create create -> create(create, body, author);
      case Operation.Describe(var mesh, var id) -> found(store.describe(mesh, id), "ACTIVE");
      case Operation.Update update -> update(update, body, author);
      case Operation.Delete(var mesh, var id) ->
          found(store.commit(new Change.Delete(mesh, id, author)), "DELETED");
      case Operation.ListOf list -> page(list, Paging.of(query, MOST_ITEMS));
    };
  }

  private Answer create(Operation.Create create, byte[] body, Author author) {
    WriteRequest request = RequestJson.create(create.kind(), body);
    String name = request.name().orElse("");
    String mesh = create.kind() == Kind.MESH ? name : create.mesh();
    ResourceId id = create.kind().id(create.parent(), name);
    var valid = bodies.valid(mesh, id, request);
    var token = Bodies.token(valid);
    var change = new Change.Create(mesh, id, valid.spec(), valid.tags(), token, author);
    return found(store.commit(change), "ACTIVE");
  }

  private Answer update(Operation.Update update, byte[] body, Author author) {
    WriteRequest request = RequestJson.update(update.kind(), body);
    var valid = bodies.valid(update.mesh(), update.id(), request);
    var token = Bodies.token(valid);
    var change = new Change.Update(update.mesh(), update.id(), valid.spec(), token, author);
    return found(store.commit(change), "ACTIVE");
  }

  private Answer page(Operation.ListOf list, Paging paging) {
    Page page = paging.page(store, list.listing());
    return Answer.ok(
        ResponseJson.page(
            list.kind(),
            page.resources(),
            resource -> identity.arn(resource.mesh(), resource.id()),
            page.last().map(last -> PageTokens.token(list.listing(), last))));
  }

  private Answer found(Resource resource, String status) {
    String arn = identity.arn(resource.mesh(), resource.id());
    return Answer.ok(ResponseJson.resource(resource, arn, status));
  }
}
