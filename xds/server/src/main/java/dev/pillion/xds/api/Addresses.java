package dev.pillion.xds.api;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.xds.json.Kind;
import dev.pillion.xds.store.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/// App Mesh's addresses: which operation a method and an address stand for.
///
/// @param identity whose meshes there are; those of others are not found
record Addresses(Identity identity) {
  private static final String VERSION = "v20190125";

  /// @param method an HTTP method, in capitals
  Operation operation(String method, String rawPath, String rawQuery) {
    try {
      return operation(method, PercentDecoding.segments(rawPath), PercentDecoding.query(rawQuery));
    } catch (MeshException e) {
      return new Operation.Unreadable(e);
    }
  }

  private Operation operation(String method, List<String> path, Map<String, String> query) {
    if (path.stream().anyMatch(String::isEmpty)) {
      return new Operation.Unknown();
    }
    List<String> rest = path.subList(1, path.size());
    return switch (path.getFirst()) {
      case VERSION -> current(method, rest, query);
      case "meshes" -> preview(meshes(method, owned(rest)));
      default -> new Operation.Unknown();
    };
  }

  private Operation current(String method, List<String> path, Map<String, String> query) {
    String first = path.isEmpty() ? "" : path.getFirst();
    if (first.equals("meshes")) {
      return meshes(method, owned(path.subList(1, path.size())));
    }
    return switch (path.size() == 1 ? first : "") {
      case "tag" -> tags(method, "PUT", query, Operation.Tag::new);
      case "untag" -> tags(method, "PUT", query, Operation.Untag::new);
      case "tags" -> tags(method, "GET", query, Operation.ListTags::new);
      default -> unknown();
    };
  }

  private Operation tags(
      String method,
      String only,
      Map<String, String> query,
      BiFunction<String, ResourceId, Operation> operation) {
    if (!method.equals(only)) {
      return new Operation.WrongMethod(only);
    }
    String given = query.get("resourceArn");
    if (given == null) {
      throw new MeshException(
          MeshException.Code.INVALID,
          "resourceArn",
          "it is required",
          "give the ARN of the resource whose tags it is about");
    }
    ResourceArn arn = ResourceArn.parse(given, identity);
    return operation.apply(arn.mesh(), arn.id());
  }

  /// The path with its mesh's name as resources carry it.
  private List<String> owned(List<String> path) {
    if (path.isEmpty()) {
      return path;
    }
    var owned = new ArrayList<>(path);
    owned.set(0, MeshName.own(path.getFirst(), identity));
    return owned;
  }

  /// The older version has fewer kinds, and nothing of a mesh that could be updated.
  private static Operation preview(Operation operation) {
    if (!(operation instanceof Operation.OnResources known)) {
      return operation;
    }
    return switch (known.kind()) {
      case MESH ->
          known instanceof Operation.Update
              ? new Operation.WrongMethod("DELETE, GET")
              : new Operation.Preview(known);
      case VIRTUAL_NODE, VIRTUAL_ROUTER, ROUTE -> new Operation.Preview(known);
      case VIRTUAL_SERVICE, VIRTUAL_GATEWAY, GATEWAY_ROUTE -> unknown();
    };
  }

  private static Operation meshes(String method, List<String> path) {
    return switch (path.size()) {
      case 0 -> collection(method, Kind.MESH, "", "", new Listing.Meshes());
      case 1 -> item(method, path.get(0), new ResourceId.Mesh());
      case 2 -> children(method, path.get(0), path.get(1));
      case 3 -> child(method, path.get(0), path.get(1), path.get(2));
      case 4, 5 -> grandchildren(method, path);
      default -> unknown();
    };
  }

  private static Operation children(String method, String mesh, String collection) {
    return switch (collection) {
      case "virtualNodes" -> children(method, mesh, Kind.VIRTUAL_NODE);
      case "virtualRouters" -> children(method, mesh, Kind.VIRTUAL_ROUTER);
      case "virtualServices" -> children(method, mesh, Kind.VIRTUAL_SERVICE);
      case "virtualGateways" -> children(method, mesh, Kind.VIRTUAL_GATEWAY);
      default -> unknown();
    };
  }

  private static Operation children(String method, String mesh, Kind kind) {
    return collection(method, kind, mesh, "", new Listing.Children(mesh, kind));
  }

  private static Operation child(String method, String mesh, String collection, String name) {
    return switch (collection) {
      case "virtualNodes" -> item(method, mesh, new ResourceId.VirtualNode(name));
      case "virtualRouters" -> item(method, mesh, new ResourceId.VirtualRouter(name));
      case "virtualServices" -> item(method, mesh, new ResourceId.VirtualService(name));
      case "virtualGateways" -> item(method, mesh, new ResourceId.VirtualGateway(name));
      default -> unknown();
    };
  }

  /// Their addresses have the parent's kind in the singular.
  private static Operation grandchildren(String method, List<String> path) {
    String parent = path.get(2);
    return switch (path.get(1) + "/" + path.get(3)) {
      case "virtualRouter/routes" ->
          grandchildren(method, path, Kind.ROUTE, new ResourceId.VirtualRouter(parent));
      case "virtualGateway/gatewayRoutes" ->
          grandchildren(method, path, Kind.GATEWAY_ROUTE, new ResourceId.VirtualGateway(parent));
      default -> unknown();
    };
  }

  private static Operation grandchildren(
      String method, List<String> path, Kind kind, ResourceId of) {
    String mesh = path.get(0);
    String parent = of.name();
    if (path.size() == 5) {
      String name = path.get(4);
      return item(method, mesh, kind.id(parent, name));
    }
    return collection(method, kind, mesh, parent, new Listing.Grandchildren(mesh, of));
  }

  private static Operation collection(
      String method, Kind kind, String mesh, String parent, Listing listing) {
    return switch (method) {
      case "PUT" -> new Operation.Create(kind, mesh, parent);
      case "GET" -> new Operation.ListOf(kind, listing);
      default -> new Operation.WrongMethod("GET, PUT");
    };
  }

  private static Operation item(String method, String mesh, ResourceId id) {
    return switch (method) {
      case "GET" -> new Operation.Describe(mesh, id);
      case "PUT" -> new Operation.Update(mesh, id);
      case "DELETE" -> new Operation.Delete(mesh, id);
      default -> new Operation.WrongMethod("DELETE, GET, PUT");
    };
  }

  private static Operation unknown() {
    return new Operation.Unknown();
  }
}
