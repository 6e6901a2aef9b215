package dev.pillion.templates.evaluate;

import dev.pillion.mesh.model.ResourceId;
import dev.pillion.templates.text.Value;
import dev.pillion.xds.json.Kind;
import java.util.Locale;
import java.util.Optional;

/// The names of a template's App Mesh resources, and what references to them come to.
final class MeshNames {
  private final Evaluator evaluator;
  private final Given given;

  MeshNames(Evaluator evaluator, Given given) {
    this.evaluator = evaluator;
    this.given = given;
  }

  /// The attribute, or the ARN where it is empty; nothing where only a server knows it.
  Optional<Value> attribute(Declared declared, String attribute, String at) {
    Kind kind = kind(declared).orElse(Kind.MESH);
    if (attribute.equals("MeshName")) {
      return Optional.of(new Value.Text(mesh(declared, at)));
    }
    if (attribute.equals(property(kind)) && kind != Kind.MESH) {
      return Optional.of(new Value.Text(name(declared, kind, at)));
    }
    if (parent(kind).isPresent() && attribute.equals(property(parent(kind).get()))) {
      return Optional.of(new Value.Text(parentName(declared, kind, at)));
    }
    return switch (attribute) {
      case "", "Arn", "Id" -> Optional.of(arn(declared, kind, at));
      case "MeshOwner", "ResourceOwner" -> Optional.of(owner(declared, at));
      default -> Optional.empty();
    };
  }

  private Value arn(Declared declared, Kind kind, String at) {
    ResourceId id = id(declared, kind, at);
    String region = evaluator.text(new Value.Call("Ref", new Value.Text("AWS::Region")), at);
    String account = evaluator.text(new Value.Call("Ref", new Value.Text("AWS::AccountId")), at);
    return new Value.Text(
        "arn:%s:appmesh:%s:%s:mesh/%s%s"
            .formatted(
                given.partition(),
                region,
                account,
                mesh(declared, at),
                id.tail().isEmpty() ? "" : "/" + id.tail()));
  }

  private Value owner(Declared declared, String at) {
    return declared
        .properties()
        .member("MeshOwner")
        .map(owner -> evaluator.value(owner, declared.id() + ".MeshOwner"))
        .orElseGet(
            () -> evaluator.value(new Value.Call("Ref", new Value.Text("AWS::AccountId")), at));
  }

  /// The kind that the resource's type names, if App Mesh has it.
  static Optional<Kind> kind(Declared declared) {
    for (Kind kind : Kind.values()) {
      if (kind.word().equals(declared.word())) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /// The name of the mesh that it is, or is in.
  String mesh(Declared declared, String at) {
    return declared.type().equals(Declared.APP_MESH + Kind.MESH.word())
        ? name(declared, Kind.MESH, at)
        : required(declared, "MeshName", at);
  }

  ResourceId id(Declared declared, Kind kind, String at) {
    return kind.id(
        parentName(declared, kind, at), kind == Kind.MESH ? "" : name(declared, kind, at));
  }

  private String parentName(Declared declared, Kind kind, String at) {
    return parent(kind).map(parent -> required(declared, property(parent), at)).orElse("");
  }

  private String required(Declared declared, String property, String at) {
    Optional<Value> value = declared.properties().member(property);
    if (value.isEmpty()) {
      evaluator.problem(declared.id(), "it has no " + property, "give it one");
      return "";
    }
    return text(declared, property, value.get(), at);
  }

  /// Its own name. CloudFormation makes one up where there is none; so does this, the same each
  /// time.
  private String name(Declared declared, Kind kind, String at) {
    Optional<Value> name = declared.properties().member(property(kind));
    if (name.isPresent()) {
      return text(declared, property(kind), name.get(), at);
    }
    if (given.stack().isEmpty()) {
      evaluator.problem(
          declared.id(),
          "it has no " + property(kind),
          "give it one, or name the stack with --stack: it is then called STACK-" + declared.id());
      return "";
    }
    return given.stack().get() + "-" + declared.id();
  }

  private String text(Declared declared, String property, Value value, String at) {
    String place = declared.id() + "." + property;
    return evaluator.once(place, at, "", () -> evaluator.text(value, place));
  }

  private static Optional<Kind> parent(Kind kind) {
    return switch (kind) {
      case ROUTE -> Optional.of(Kind.VIRTUAL_ROUTER);
      case GATEWAY_ROUTE -> Optional.of(Kind.VIRTUAL_GATEWAY);
      case MESH, VIRTUAL_NODE, VIRTUAL_ROUTER, VIRTUAL_SERVICE, VIRTUAL_GATEWAY -> Optional.empty();
    };
  }

  static String property(Kind kind) {
    String member = kind.nameMember();
    return member.substring(0, 1).toUpperCase(Locale.ROOT) + member.substring(1);
  }
}
