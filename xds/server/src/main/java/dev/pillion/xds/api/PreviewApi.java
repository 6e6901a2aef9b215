package dev.pillion.xds.api;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.model.VirtualServiceSpec;
import dev.pillion.mesh.state.MeshState;
import dev.pillion.xds.json.Kind;
import dev.pillion.xds.json.PreviewJson;
import dev.pillion.xds.json.PreviewRequest;
import dev.pillion.xds.json.Resource;
import dev.pillion.xds.store.Author;
import dev.pillion.xds.store.Change;
import dev.pillion.xds.store.MeshStore;
import dev.pillion.xds.store.Page;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The operations of API version 2018-10-01, over the same store. A virtual router's service names
/// are virtual services that it provides: they come, change and go with it, in one write.
record PreviewApi(MeshStore store, Identity identity, Bodies bodies) {
  private static final int MOST_ITEMS = 100;

  Answer answer(
      Operation.OnResources operation, Map<String, String> query, byte[] body, Author author) {
    return switch (operation) {
      case Operation.Create create -> create(create, body, author);
      case Operation.Describe(var mesh, var id) ->
          found(store.describe(mesh, id), "ACTIVE", provided(mesh, id));
      case Operation.Update update -> update(update, body, author);
      case Operation.Delete delete -> delete(delete, author);
      case Operation.ListOf list -> page(list, Paging.of(query, MOST_ITEMS));
    };
  }

  private Answer create(Operation.Create create, byte[] body, Author author) {
    PreviewRequest request = PreviewJson.create(create.kind(), body);
    String name = request.request().name().orElse("");
    String mesh = create.kind() == Kind.MESH ? name : create.mesh();
    ResourceId id = create.kind().id(create.parent(), name);
    var valid = bodies.valid(mesh, id, request.request());
    var changes = new ArrayList<Change>();
    changes.add(
        new Change.Create(
            mesh, id, valid.spec(), Collections.emptySortedMap(), Bodies.token(valid), author));
    changes.addAll(services(mesh, id, request.serviceNames(), author));
    Resource created = store.commit(changes).getFirst();
    return found(created, "ACTIVE", provided(mesh, id));
  }

  private Answer update(Operation.Update update, byte[] body, Author author) {
    String mesh = update.mesh();
    ResourceId id = update.id();
    String stored = store.describe(mesh, id).document().text();
    PreviewRequest request = PreviewJson.update(update.kind(), body, stored);
    var valid = bodies.valid(mesh, id, request.request());
    List<String> unsaid = PreviewJson.unsaid(update.kind(), stored);
    if (!unsaid.isEmpty()) {
      throw new MeshException(
          MeshException.Code.INVALID,
          update.kind().word() + " with name " + id.name(),
          "API version 2018-10-01 cannot say what it has and would take it away: "
              + String.join(", ", unsaid),
          "update it by version 2019-01-25");
    }
    var changes = new ArrayList<Change>();
    changes.add(new Change.Update(mesh, id, valid.spec(), Bodies.token(valid), author));
    changes.addAll(services(mesh, id, request.serviceNames(), author));
    Resource updated = store.commit(changes).getFirst();
    return found(updated, "ACTIVE", provided(mesh, id));
  }

  private Answer delete(Operation.Delete delete, Author author) {
    String mesh = delete.mesh();
    List<String> names = provided(mesh, delete.id());
    var changes = new ArrayList<Change>();
    for (String name : names) {
      changes.add(new Change.Delete(mesh, new ResourceId.VirtualService(name), author));
    }
    changes.add(new Change.Delete(mesh, delete.id(), author));
    return found(store.commit(changes).getLast(), "DELETED", names);
  }

  /// What makes the virtual services that the router provides be those of the names.
  private List<Change> services(String mesh, ResourceId id, List<String> names, Author author) {
    Optional<MeshState> state = store.newest(mesh);
    if (!(id instanceof ResourceId.VirtualRouter(var router)) || state.isEmpty()) {
      return List.of();
    }
    var document = PreviewJson.providedBy(router);
    var changes = new ArrayList<Change>();
    for (String name : provided(mesh, id)) {
      if (!names.contains(name)) {
        changes.add(new Change.Delete(mesh, new ResourceId.VirtualService(name), author));
      }
    }
    for (String name : names) {
      var service = new ResourceId.VirtualService(name);
      VirtualServiceSpec there = state.get().virtualServices().get(name);
      if (there == null) {
        changes.add(
            new Change.Create(
                mesh, service, document, Collections.emptySortedMap(), Optional.empty(), author));
      } else if (there.provider().isEmpty()) {
        changes.add(new Change.Update(mesh, service, document, Optional.empty(), author));
      } else if (!there.equals(document.spec())) {
        throw new MeshException(
            MeshException.Code.CONFLICT,
            "VirtualRouter with name " + router,
            "VirtualService with name " + name + " is there already and has another provider",
            "leave it out, or give it no provider first");
      }
    }
    return changes;
  }

  /// The virtual services that a virtual router provides, by name; none of other resources.
  private List<String> provided(String mesh, ResourceId id) {
    if (!(id instanceof ResourceId.VirtualRouter(var router))) {
      return List.of();
    }
    var provider = Optional.of(new VirtualServiceSpec.Provider.Router(router));
    return store.newest(mesh).stream()
        .flatMap(state -> state.virtualServices().entrySet().stream())
        .filter(service -> service.getValue().provider().equals(provider))
        .map(Map.Entry::getKey)
        .toList();
  }

  private Answer page(Operation.ListOf list, Paging paging) {
    Page page = paging.page(store, list.listing());
    return Answer.ok(
        PreviewJson.page(
            list.kind(),
            page.resources(),
            resource -> identity.arn(resource.mesh(), resource.id()),
            page.last().map(last -> PageTokens.token(list.listing(), last))));
  }

  private Answer found(Resource resource, String status, List<String> serviceNames) {
    String arn = identity.arn(resource.mesh(), resource.id());
    return Answer.ok(PreviewJson.resource(resource, arn, status, serviceNames));
  }
}
