package dev.pillion.xds.store;

import dev.pillion.mesh.model.ResourceId;
import dev.pillion.xds.json.Kind;
import dev.pillion.xds.json.Resource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/// Answers reads from the meshes as a store holds them in memory; every store answers by it.
record Reads(Decisions decisions) {
  Resource describe(SortedMap<String, MeshContent> meshes, String mesh, ResourceId id) {
    MeshContent content = meshes.get(mesh);
    id.parent().ifPresent(parent -> decisions.resource(mesh, parent, content));
    return decisions.resource(mesh, id, content);
  }

  Page page(
      SortedMap<String, MeshContent> meshes, Listing listing, Optional<String> after, int limit) {
    List<Resource> rest =
        from(meshes, listing, after.orElse(""))
            .filter(resource -> after.isEmpty() || resource.name().compareTo(after.get()) > 0)
            .limit(limit + 1L)
            .toList();
    if (rest.size() <= limit) {
      return new Page(rest, Optional.empty());
    }
    List<Resource> page = rest.subList(0, limit);
    return new Page(page, Optional.of(page.getLast().name()));
  }

  /// The list from that name on; no more of the mesh is looked at than what is taken.
  private Stream<Resource> from(
      SortedMap<String, MeshContent> meshes, Listing listing, String name) {
    return switch (listing) {
      case Listing.Meshes() ->
          meshes.tailMap(name).values().stream()
              .map(content -> content.resources().get(new ResourceId.Mesh()));
      case Listing.Children(var mesh, var kind) ->
          from(decisions.present(mesh, meshes.get(mesh)), kind.id("", ""), kind.id("", name))
              .filter(resource -> Kind.of(resource.id()) == kind);
      case Listing.Grandchildren(var mesh, var parent) -> {
        MeshContent content = decisions.present(mesh, meshes.get(mesh));
        decisions.resource(mesh, parent, content);
        yield from(content, child(parent, ""), child(parent, name));
      }
    };
  }

  /// All that sort as children of the nameless one's parent do, from `first` on.
  private static Stream<Resource> from(MeshContent content, ResourceId nameless, ResourceId first) {
    String place = nameless.tail();
    return content.resources().tailMap(first).values().stream()
        .takeWhile(resource -> resource.id().tail().startsWith(place));
  }

  private static ResourceId child(ResourceId parent, String name) {
    return switch (parent) {
      case ResourceId.VirtualRouter(var router) -> new ResourceId.Route(router, name);
      case ResourceId.VirtualGateway(var gateway) -> new ResourceId.GatewayRoute(gateway, name);
      case ResourceId.Mesh _,
          ResourceId.VirtualNode _,
          ResourceId.VirtualService _,
          ResourceId.Route _,
          ResourceId.GatewayRoute _ ->
          throw new IllegalArgumentException(parent.kind() + " has no children");
    };
  }
}
