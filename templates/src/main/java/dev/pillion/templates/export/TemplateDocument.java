package dev.pillion.templates.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pillion.templates.plan.Ownership;
import dev.pillion.templates.resource.Present;
import dev.pillion.templates.resource.ResourceKey;
import dev.pillion.xds.json.Kind;
import dev.pillion.xds.json.SpecJson;
import dev.pillion.xds.json.TemplateJson;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Resources as a CloudFormation template, which also CloudFormation itself could have taken. The
/// same resources give the same text.
public final class TemplateDocument {
  private final Map<ResourceKey, Present> resources = new TreeMap<>();
  private final Map<ResourceKey, String> logicalIds = new TreeMap<>();

  private TemplateDocument(Collection<Present> resources) {
    resources.forEach(one -> this.resources.put(one.key(), one));
    Set<String> taken = new HashSet<>();
    this.resources.keySet().forEach(key -> logicalIds.put(key, logicalId(key, taken)));
  }

  /// The template as YAML.
  public static String yaml(Collection<Present> resources) {
    return YamlText.of(new TemplateDocument(resources).json());
  }

  /// The template as JSON.
  public static String json(Collection<Present> resources) {
    return ApiDocument.pretty(new TemplateDocument(resources).json());
  }

  private ObjectNode json() {
    ObjectNode template = JsonNodeFactory.instance.objectNode();
    template.put("AWSTemplateFormatVersion", "2010-09-09");
    ObjectNode all = template.putObject("Resources");
    resources.values().forEach(one -> all.set(id(one.key()), resource(one)));
    return template;
  }

  private ObjectNode resource(Present present) {
    ResourceKey key = present.key();
    ObjectNode resource = JsonNodeFactory.instance.objectNode();
    resource.put("Type", "AWS::AppMesh::" + key.kind().word());
    var after = new TreeSet<String>();
    needs(present).stream().filter(logicalIds::containsKey).map(this::id).forEach(after::add);
    if (!after.isEmpty()) {
      var dependsOn = resource.putArray("DependsOn");
      after.forEach(dependsOn::add);
    }
    ObjectNode properties = resource.putObject("Properties");
    properties.put("MeshName", key.mesh());
    key.id()
        .parent()
        .ifPresent(parent ->
            properties.put(TemplateJson.property(Kind.of(parent).nameMember()), parent.name()));
    properties.put(TemplateJson.property(key.kind().nameMember()), key.name());
    properties.set("Spec", TemplateJson.properties(key.kind(), present.spec()));
    var tags = JsonNodeFactory.instance.arrayNode();
    present
        .tags()
        .forEach((name, value) -> {
          if (!name.equals(Ownership.TAG)) {
            tags.addObject().put("Key", name).put("Value", value);
          }
        });
    if (!tags.isEmpty()) {
      properties.set("Tags", tags);
    }
    return resource;
  }

  private static Set<ResourceKey> needs(Present present) {
    ResourceKey key = present.key();
    var needs = new HashSet<ResourceKey>();
    needs.add(key.ofMesh());
    key.id().parent().ifPresent(parent -> needs.add(new ResourceKey(key.mesh(), parent)));
    JsonNode spec = present.spec();
    SpecJson.stored(key.kind(), spec.toString())
        .references()
        .forEach(reference -> needs.add(new ResourceKey(key.mesh(), reference.target())));
    needs.remove(key);
    return needs;
  }

  private String id(ResourceKey key) {
    return Objects.requireNonNull(logicalIds.get(key));
  }

  /// Letters and digits, told apart by a number where names differ in nothing else.
  private static String logicalId(ResourceKey key, Set<String> taken) {
    var id = new StringBuilder(key.kind().word());
    key.id().parent().ifPresent(parent -> append(id, parent.name()));
    append(id, key.name());
    String name = id.substring(0, Math.min(id.length(), 200));
    String free = name;
    for (int number = 2; !taken.add(free); number++) {
      free = name + "N" + number;
    }
    return free;
  }

  private static void append(StringBuilder id, String name) {
    for (String part : name.split("[^A-Za-z0-9]+", -1)) {
      if (!part.isEmpty()) {
        id.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
      }
    }
  }
}
