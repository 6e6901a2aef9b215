package dev.pillion.templates.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pillion.templates.resource.Bodies;
import dev.pillion.templates.resource.ResourceKey;
import dev.pillion.templates.resource.Wanted;
import dev.pillion.templates.text.Json;
import dev.pillion.templates.text.Problems;
import dev.pillion.templates.text.Value;
import dev.pillion.xds.json.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Resources in the API's own JSON: what `pillion export` writes, what the AWS CLI takes with
/// `--cli-input-json`, and what it prints of one resource.
public final class ApiFile {
  private final String file;
  private final Optional<String> defaultMesh;
  private final Problems problems;
  private final List<Wanted> wanted = new ArrayList<>();

  private ApiFile(String file, Optional<String> defaultMesh, Problems problems) {
    this.file = file;
    this.defaultMesh = defaultMesh;
    this.problems = problems;
  }

  /// The resources in it.
  ///
  /// @param defaultMesh where one without a mesh's name is
  public static List<Wanted> read(
      String file, Value value, Optional<String> defaultMesh, Problems problems) {
    var reading = new ApiFile(file, defaultMesh, problems);
    JsonNode json = Json.typed(value);
    if (json.isArray()) {
      json.forEach(item -> reading.one(item, Optional.empty()));
    } else {
      reading.document(json);
    }
    return List.copyOf(reading.wanted);
  }

  private void document(JsonNode json) {
    boolean isExport =
        Arrays.stream(Kind.values()).anyMatch(kind -> json.path(kind.collection()).isArray());
    if (!isExport) {
      one(json, Optional.empty());
      return;
    }
    for (Map.Entry<String, JsonNode> member : json.properties()) {
      Optional<Kind> kind =
          Arrays.stream(Kind.values())
              .filter(one -> one.collection().equals(member.getKey()))
              .findFirst();
      if (kind.isPresent() && member.getValue().isArray()) {
        member.getValue().forEach(item -> one(item, kind));
      } else {
        problems.add(
            file,
            "'" + member.getKey() + "' is no list of App Mesh resources",
            "take it out, or call it " + words(Kind::collection));
      }
    }
  }

  private void one(JsonNode json, Optional<Kind> told) {
    for (Kind kind : Kind.values()) {
      JsonNode inner = json.path(member(kind));
      if (json.size() == 1 && inner.isObject() && inner.has("spec")) {
        one(inner, Optional.of(kind));
        return;
      }
    }
    Optional<Kind> kind = told.or(() -> kind(json));
    if (kind.isEmpty() || !json.path(kind.get().nameMember()).isTextual()) {
      problems.add(
          file,
          "it does not say which resource it is of",
          "give it " + words(Kind::nameMember) + ", or give a template (with Resources)");
      return;
    }
    key(json, kind.get())
        .flatMap(key -> {
          JsonNode spec = json.path("spec");
          JsonNode tags = json.path("tags");
          return Bodies.wanted(
              key,
              spec.isMissingNode() ? JsonNodeFactory.instance.nullNode() : spec,
              tags.isMissingNode() ? JsonNodeFactory.instance.arrayNode() : tags,
              file + ": " + key,
              problems);
        })
        .ifPresent(wanted::add);
  }

  /// A route names its router too, so the narrower kind goes first.
  private static Optional<Kind> kind(JsonNode json) {
    return List.of(
            Kind.ROUTE,
            Kind.GATEWAY_ROUTE,
            Kind.VIRTUAL_NODE,
            Kind.VIRTUAL_SERVICE,
            Kind.VIRTUAL_ROUTER,
            Kind.VIRTUAL_GATEWAY,
            Kind.MESH)
        .stream()
        .filter(kind -> json.has(kind.nameMember()))
        .findFirst();
  }

  private Optional<ResourceKey> key(JsonNode json, Kind kind) {
    String name = json.path(kind.nameMember()).asText();
    String parent =
        switch (kind) {
          case ROUTE -> json.path(Kind.VIRTUAL_ROUTER.nameMember()).asText("");
          case GATEWAY_ROUTE -> json.path(Kind.VIRTUAL_GATEWAY.nameMember()).asText("");
          case MESH, VIRTUAL_NODE, VIRTUAL_ROUTER, VIRTUAL_SERVICE, VIRTUAL_GATEWAY -> "-";
        };
    if (parent.isEmpty()) {
      problems.add(
          file + ": " + kind.word() + " " + name,
          "it does not name its %s".formatted(kind == Kind.ROUTE ? "router" : "gateway"),
          "give it "
              + (kind == Kind.ROUTE ? Kind.VIRTUAL_ROUTER : Kind.VIRTUAL_GATEWAY).nameMember());
      return Optional.empty();
    }
    Optional<String> mesh =
        Optional.ofNullable(json.path(Kind.MESH.nameMember()).textValue()).or(() -> defaultMesh);
    if (mesh.isEmpty()) {
      problems.add(
          file + ": " + kind.word() + " " + name,
          "it does not name its mesh",
          "give it meshName, or give --mesh");
    }
    return mesh.map(in -> new ResourceKey(in, kind.id(parent, name)));
  }

  private static String member(Kind kind) {
    return kind.word().substring(0, 1).toLowerCase(Locale.ROOT) + kind.word().substring(1);
  }

  private static String words(java.util.function.Function<Kind, String> word) {
    return Arrays.stream(Kind.values()).map(word).collect(Collectors.joining(", "));
  }
}
