package dev.pillion.xds.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/// Specifications made up from App Mesh's shapes: most keep them, and a few are harmed in one
/// place. The same seed makes the same specification.
public final class GeneratedSpecs {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /// Few names, so that specifications often name each other's resources, and many that are odd.
  private static final List<String> WORDS =
      List.of(
          "a",
          "a",
          "a",
          "b",
          "b",
          "c",
          "/",
          "/a",
          "/a/",
          "*",
          "*.a",
          "spiffe://a/b",
          "",
          " ",
          "é",
          "\ud83d\ude00",
          "a\n",
          "%2F",
          "(",
          "a".repeat(254),
          "a".repeat(300),
          "server-error");

  private final Random random;
  private final boolean harm;

  /// Specifications by that seed.
  public GeneratedSpecs(long seed) {
    this.random = new Random(seed);
    this.harm = random.nextInt(3) == 0;
  }

  /// One for a resource of the kind; rules between members mostly hold, since they are put right
  /// afterwards as a client would who reads the messages.
  public String of(Kind kind) {
    JsonNode spec = of(SpecShapes.of(kind));
    if (spec instanceof ObjectNode object && !harm) {
      repair(object);
      switch (kind) {
        case ROUTE -> repair(object, kind, RouteRules.KINDS);
        case GATEWAY_ROUTE -> repair(object, kind, GatewayRouteRules.KINDS);
        case MESH, VIRTUAL_NODE, VIRTUAL_ROUTER, VIRTUAL_SERVICE, VIRTUAL_GATEWAY -> {}
      }
    }
    return spec.toString();
  }

  /// Some JSON, whatever its form.
  public String anything() {
    return anything(random.nextInt(6)).toString();
  }

  private JsonNode of(Shape shape) {
    if (harm && random.nextInt(40) == 0) {
      return anything(2);
    }
    return switch (shape) {
      case Shape.Structure structure -> structure(structure);
      case Shape.ListOf(var item, var min, var max) -> {
        ArrayNode list = JSON.arrayNode();
        int size = Math.min(max, min + random.nextInt(3));
        for (int i = 0; i < size; i++) {
          list.add(of(item));
        }
        yield list;
      }
      case Shape.Text(var min, var max, _) -> {
        String word = WORDS.get(random.nextInt(harm ? WORDS.size() : 12));
        int length = word.codePointCount(0, word.length());
        yield JSON.textNode(harm || (length >= min && length <= max) ? word : "a");
      }
      case Shape.Choice(var words) -> JSON.textNode(words.get(random.nextInt(words.size())));
      case Shape.Whole(var min, var max) -> whole(min, max);
      case Shape.Flag() -> JSON.booleanNode(random.nextBoolean());
    };
  }

  private JsonNode structure(Shape.Structure structure) {
    ObjectNode object = JSON.objectNode();
    var members = List.copyOf(structure.members().entrySet());
    Map.Entry<String, Shape.Member> chosen = members.get(random.nextInt(members.size()));
    for (var member : members) {
      boolean there =
          structure.union()
              ? member.equals(chosen)
              : member.getValue().required() || random.nextInt(3) == 0;
      if (there) {
        object.set(member.getKey(), of(member.getValue().shape()));
      }
    }
    return object;
  }

  private JsonNode whole(long min, long max) {
    return switch (random.nextInt(4)) {
      case 0 -> JSON.numberNode(min);
      case 1 -> JSON.numberNode(max);
      default -> {
        long span = Math.min(Math.max(1, max - min), 3);
        yield JSON.numberNode(min + random.nextLong(span));
      }
    };
  }

  private JsonNode anything(int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 6)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.textNode(WORDS.get(random.nextInt(WORDS.size())));
      case 2 -> JSON.numberNode(random.nextLong());
      case 3 -> JSON.numberNode(new BigDecimal("1e" + random.nextInt(100_000)));
      case 4 -> JSON.booleanNode(true);
      case 5 -> JSON.numberNode(new BigInteger(500, random));
      case 6 -> JSON.arrayNode().add(anything(depth - 1)).add(anything(depth - 1));
      case 7 -> JSON.objectNode().set("spec", anything(depth - 1));
      default -> {
        ObjectNode object = JSON.objectNode();
        object.set("httpRoute", anything(depth - 1));
        object.set("listeners", anything(depth - 1));
        yield object;
      }
    };
  }

  /// Puts right what shapes do not say and what chance would break nearly always.
  private void repair(ObjectNode spec) {
    int port = 80;
    for (JsonNode listener : spec.path("listeners")) {
      ((ObjectNode) listener.path("portMapping")).put("port", port);
      ((ObjectNode) listener).remove(List.of("connectionPool", "timeout", "healthCheck", "tls"));
      port++;
    }
  }

  /// Leaves one kind of route, with a match that says something.
  private void repair(ObjectNode spec, Kind of, List<String> kinds) {
    String kept = kinds.get(random.nextInt(kinds.size()));
    spec.retain(List.of(kept, "priority"));
    if (!spec.has(kept) && SpecShapes.of(of) instanceof Shape.Structure shape) {
      spec.set(kept, of(Objects.requireNonNull(shape.members().get(kept)).shape()));
    }
    ObjectNode route = (ObjectNode) spec.path(kept);
    if (route.path("match") instanceof ObjectNode match && kept.startsWith("http")) {
      match.remove(List.of("path", "scheme", "headers", "hostname"));
      match.put("prefix", random.nextBoolean() ? "/" : "/a");
    } else if (route.path("match") instanceof ObjectNode match) {
      match.retain(List.of("port"));
      match.put("port", 80);
    }
    if (random.nextInt(4) > 0) {
      route.remove("retryPolicy");
    }
    if (route.path("action") instanceof ObjectNode action) {
      action.remove("rewrite");
    }
    for (JsonNode target : route.path("action").path("weightedTargets")) {
      ((ObjectNode) target).put("weight", 1 + random.nextInt(30)).put("port", 80);
    }
  }
}
