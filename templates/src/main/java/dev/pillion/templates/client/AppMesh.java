package dev.pillion.templates.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.templates.resource.Present;
import dev.pillion.templates.resource.ResourceKey;
import dev.pillion.templates.resource.Specs;
import dev.pillion.templates.resource.Wanted;
import dev.pillion.xds.json.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/// App Mesh's API at one server.
public final class AppMesh implements AutoCloseable {
  private static final String NOT_FOUND = "NotFoundException";

  private final Http http;

  private AppMesh(Http http) {
    this.http = http;
  }

  /// A client; nothing is sent yet.
  public static AppMesh at(Endpoint endpoint) {
    return new AppMesh(new Http(endpoint));
  }

  /// The ARN of some mesh, which tells region and account; empty where there is none.
  public Optional<String> anyArn() {
    JsonNode meshes = body(http.get(Paths.list("", Kind.MESH, Optional.empty()) + "?limit=1"));
    return Optional.ofNullable(meshes.path("meshes").path(0).path("arn").textValue());
  }

  /// The resource with its tags, if it is there.
  public Optional<Present> describe(ResourceKey key) {
    Http.Reply reply = http.get(Paths.item(key));
    if (reply instanceof Http.Reply.Refused refused && refused.type().equals(NOT_FOUND)) {
      return Optional.empty();
    }
    JsonNode body = body(reply);
    String arn = body.path("metadata").path("arn").asText();
    // Through text, so that whatever says the same is equal.
    JsonNode spec = Specs.parse(body.path("spec").toString());
    return tags(arn).map(tags -> new Present(key, arn, spec, tags));
  }

  /// The names of those of a kind.
  ///
  /// @param parent the router of routes, the gateway of gateway routes
  public List<ResourceKey> list(String mesh, Kind kind, Optional<ResourceId> parent) {
    List<ResourceKey> keys = new ArrayList<>();
    for (JsonNode item : pages(Paths.list(mesh, kind, parent) + "?", kind.collection())) {
      String name = item.path(kind.nameMember()).asText();
      keys.add(
          new ResourceKey(
              kind == Kind.MESH ? name : mesh,
              kind.id(parent.map(ResourceId::name).orElse(""), name)));
    }
    return keys;
  }

  /// Creates it, with its tags.
  public void create(Wanted wanted) {
    ObjectNode body = write(wanted);
    body.put(wanted.key().kind().nameMember(), wanted.key().name());
    if (!wanted.tags().isEmpty()) {
      body.set("tags", tags(wanted.tags()));
    }
    body(http.put(Paths.list(wanted.key()), body));
  }

  /// Gives it another specification.
  public void update(Wanted wanted) {
    body(http.put(Paths.item(wanted.key()), write(wanted)));
  }

  /// Sets tags of it; others stay.
  public void tag(Present present, Map<String, String> tags) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("tags", tags(tags));
    body(http.put(Paths.tags("tag", present.arn()), body));
  }

  /// Takes tags off; that it has none of a key is as good.
  public void untag(Present present, Collection<String> keys) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    var list = body.putArray("tagKeys");
    keys.forEach(list::add);
    body(http.put(Paths.tags("untag", present.arn()), body));
  }

  /// Removes it; that it is gone already is as good.
  public void delete(ResourceKey key) {
    Http.Reply reply = http.delete(Paths.item(key));
    if (!(reply instanceof Http.Reply.Refused refused) || !refused.type().equals(NOT_FOUND)) {
      body(reply);
    }
  }

  private static ObjectNode write(Wanted wanted) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("spec", Specs.parse(wanted.document().text()));
    return body.put("clientToken", UUID.randomUUID().toString());
  }

  private static JsonNode tags(Map<String, String> tags) {
    var list = JsonNodeFactory.instance.arrayNode();
    tags.forEach((key, value) -> list.addObject().put("key", key).put("value", value));
    return list;
  }

  /// Empty where the resource went meanwhile.
  private Optional<SortedMap<String, String>> tags(String arn) {
    try {
      var tags = new TreeMap<String, String>();
      for (JsonNode tag : pages(Paths.tags("tags", arn) + "&", "tags")) {
        tags.put(tag.path("key").asText(), tag.path("value").asText());
      }
      return Optional.of(tags);
    } catch (MeshException e) {
      if (e.code() == MeshException.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private List<JsonNode> pages(String path, String member) {
    List<JsonNode> items = new ArrayList<>();
    String token = "";
    do {
      String after = token.isEmpty() ? "" : "nextToken=" + Paths.encoded(token);
      JsonNode page = body(http.get((path + after).replaceFirst("[?&]$", "")));
      page.path(member).forEach(items::add);
      token = page.path("nextToken").asText("");
    } while (!token.isEmpty());
    return items;
  }

  private JsonNode body(Http.Reply reply) {
    return switch (reply) {
      case Http.Reply.Done(var body) -> body;
      case Http.Reply.Refused refused ->
          throw new MeshException(
              code(refused), http + ": " + (refused.type() + " " + refused.message()).strip());
    };
  }

  private static MeshException.Code code(Http.Reply.Refused refused) {
    return switch (refused.status()) {
      case 400 -> MeshException.Code.INVALID;
      case 403 -> MeshException.Code.FORBIDDEN;
      case 404 -> MeshException.Code.NOT_FOUND;
      case 409 -> MeshException.Code.CONFLICT;
      case 429, 502, 503, 504 -> MeshException.Code.UNAVAILABLE;
      default -> MeshException.Code.INTERNAL;
    };
  }

  @Override
  public void close() {
    http.close();
  }
}
