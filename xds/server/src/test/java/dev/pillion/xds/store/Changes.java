package dev.pillion.xds.store;

import dev.pillion.mesh.model.ResourceId;
import dev.pillion.xds.json.Kind;
import dev.pillion.xds.json.SpecJson;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Writes for tests; in their JSON `'` stands for `"`.
final class Changes {
  static final String NODE =
      "{'listeners':[{'portMapping':{'port':80,'protocol':'http'}}],"
          + "'serviceDiscovery':{'dns':{'hostname':'red.local'}}}";

  private Changes() {}

  static String routeTo(String node) {
    return "{'httpRoute':{'match':{'prefix':'/'},'action':{'weightedTargets':["
        + "{'virtualNode':'"
        + node
        + "','weight':1}]}}}";
  }

  static String providedBy(String router) {
    return "{'provider':{'virtualRouter':{'virtualRouterName':'" + router + "'}}}";
  }

  static String calling(String... services) {
    return Arrays.stream(services)
        .map(service -> "{'virtualService':{'virtualServiceName':'" + service + "'}}")
        .collect(Collectors.joining(",", "{'backends':[", "]}"));
  }

  static Change create(String mesh, ResourceId id, String spec) {
    return create(mesh, id, spec, Optional.empty());
  }

  static Change create(String mesh, ResourceId id, String spec, String token) {
    return create(mesh, id, spec, Optional.of(token(token, spec)));
  }

  static Change update(String mesh, ResourceId id, String spec) {
    return update(mesh, id, spec, Optional.empty());
  }

  static Change update(String mesh, ResourceId id, String spec, String token) {
    return update(mesh, id, spec, Optional.of(token(token, spec)));
  }

  static String gatewayRouteTo(String service) {
    return "{'httpRoute':{'match':{'prefix':'/'},'action':{'target':{'virtualService':"
        + "{'virtualServiceName':'"
        + service
        + "'}}}}}";
  }

  static Change tag(String mesh, ResourceId id, String... keysAndValues) {
    var tags = new TreeMap<String, String>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      tags.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return new Change.Tag(mesh, id, tags, Author.DEVELOPMENT);
  }

  static Change untag(String mesh, ResourceId id, String... keys) {
    return new Change.Untag(mesh, id, Set.of(keys), Author.DEVELOPMENT);
  }

  /// The same from another author.
  static Change by(Author author, Change change) {
    return switch (change) {
      case Change.Create(var mesh, var id, var document, var tags, var token, _) ->
          new Change.Create(mesh, id, document, tags, token, author);
      case Change.Update(var mesh, var id, var document, var token, _) ->
          new Change.Update(mesh, id, document, token, author);
      case Change.Delete(var mesh, var id, _) -> new Change.Delete(mesh, id, author);
      case Change.Tag(var mesh, var id, var tags, _) -> new Change.Tag(mesh, id, tags, author);
      case Change.Untag(var mesh, var id, var keys, _) -> new Change.Untag(mesh, id, keys, author);
    };
  }

  static Change delete(String mesh, ResourceId id) {
    return new Change.Delete(mesh, id, Author.DEVELOPMENT);
  }

  // A fingerprint is short, whatever the request.
  private static ClientToken token(String token, String spec) {
    return new ClientToken(token, Integer.toHexString(spec.hashCode()));
  }

  private static Change create(
      String mesh, ResourceId id, String spec, Optional<ClientToken> token) {
    var document = SpecJson.stored(Kind.of(id), spec.replace('\'', '"'));
    return new Change.Create(
        mesh, id, document, Collections.emptySortedMap(), token, Author.DEVELOPMENT);
  }

  private static Change update(
      String mesh, ResourceId id, String spec, Optional<ClientToken> token) {
    var document = SpecJson.stored(Kind.of(id), spec.replace('\'', '"'));
    return new Change.Update(mesh, id, document, token, Author.DEVELOPMENT);
  }
}
