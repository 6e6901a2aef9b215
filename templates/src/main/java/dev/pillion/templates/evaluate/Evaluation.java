package dev.pillion.templates.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pillion.templates.resource.Bodies;
import dev.pillion.templates.resource.ResourceKey;
import dev.pillion.templates.resource.Wanted;
import dev.pillion.templates.text.Json;
import dev.pillion.templates.text.Problems;
import dev.pillion.templates.text.Value;
import dev.pillion.xds.json.Kind;
import dev.pillion.xds.json.TemplateJson;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// From templates to the App Mesh resources that they want.
public final class Evaluation {
  private static final Set<String> NO_SPEC = Set.of("MeshName", "MeshOwner", "Spec", "Tags");

  private final Given given;
  private final Problems problems;

  private Evaluation(Given given, Problems problems) {
    this.given = given;
    this.problems = problems;
  }

  /// What templates come to.
  ///
  /// @param ignored how many resources of each type that is none of App Mesh's
  public record Outcome(List<Wanted> wanted, SortedMap<String, Integer> ignored) {}

  /// Evaluates all of them; one may import what another exports.
  public static Outcome of(List<Template> templates, Given given, Problems problems) {
    return new Evaluation(given, problems).of(templates);
  }

  private Outcome of(List<Template> templates) {
    checkParameters(templates);
    var imports = new Imports(given, templates);
    List<Wanted> wanted = new ArrayList<>();
    var ignored = new TreeMap<String, Integer>();
    for (Template template : templates) {
      var evaluator = new Evaluator(template, given, imports, problems);
      wanted.addAll(wanted(template, evaluator));
      for (Declared declared : template.resources().values()) {
        if (!declared.isAppMesh()) {
          ignored.merge(declared.type(), 1, Integer::sum);
        }
      }
    }
    return new Outcome(wanted, ignored);
  }

  private void checkParameters(List<Template> templates) {
    Set<String> declared =
        templates.stream()
            .flatMap(template -> template.parameters().keySet().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    given
        .parameters()
        .forEach((name, text) -> {
          if (!declared.contains(name)) {
            problems.add(
                "parameter " + name,
                "no template has it",
                declared.isEmpty()
                    ? "leave it out"
                    : "leave it out, or correct it: " + String.join(", ", declared));
          }
          for (Template template : templates) {
            Optional.ofNullable(template.parameters().get(name))
                .ifPresent(parameter -> parameter.check(template.file(), text, problems));
          }
        });
  }

  private Collection<Wanted> wanted(Template template, Evaluator evaluator) {
    Map<String, Wanted> wanted = new TreeMap<>();
    for (Declared declared : template.resources().values()) {
      boolean taken =
          declared.isAppMesh()
              && declared
                  .condition()
                  .map(name -> evaluator.conditions().named(name, declared.id()))
                  .orElse(true);
      if (taken) {
        wanted(declared, evaluator).ifPresent(one -> wanted.put(declared.id(), one));
      }
    }
    return template.resources().keySet().stream()
        .filter(wanted::containsKey)
        .map(id -> ordered(template, id, wanted))
        .toList();
  }

  private static Wanted ordered(Template template, String id, Map<String, Wanted> wanted) {
    Set<ResourceKey> after =
        template
            .resource(id)
            .map(declared -> Needs.of(template, declared))
            .orElse(Set.of())
            .stream()
            .flatMap(needed -> Optional.ofNullable(wanted.get(needed)).stream())
            .map(Wanted::key)
            .collect(Collectors.toCollection(TreeSet::new));
    Wanted one = java.util.Objects.requireNonNull(wanted.get(id));
    return one.after(after);
  }

  private Optional<Wanted> wanted(Declared declared, Evaluator evaluator) {
    String file = evaluator.template().file();
    Optional<Kind> kind = MeshNames.kind(declared);
    if (kind.isEmpty()) {
      problems.add(
          file + ": " + declared.id(), "App Mesh has no type " + declared.type(), "correct it");
      return Optional.empty();
    }
    int before = problems.all().size();
    var names = new MeshNames(evaluator, given);
    var key =
        new ResourceKey(
            names.mesh(declared, declared.id()), names.id(declared, kind.get(), declared.id()));
    JsonNode spec = spec(declared, kind.get(), evaluator);
    JsonNode tags = tags(declared, evaluator);
    checkProperties(declared, key, file);
    checkOwner(declared, evaluator);
    if (problems.all().size() > before) {
      return Optional.empty();
    }
    return Bodies.wanted(key, spec, tags, file + ": " + declared.id(), problems);
  }

  private JsonNode spec(Declared declared, Kind kind, Evaluator evaluator) {
    Value spec =
        declared
            .properties()
            .member("Spec")
            .map(written -> evaluator.value(written, declared.id() + ".Spec"))
            .orElse(new Value.Absent());
    if (spec instanceof Value.Absent || spec instanceof Value.Nothing) {
      return JsonNodeFactory.instance.nullNode();
    }
    var read = TemplateJson.spec(kind, Json.texts(spec));
    read.unknown()
        .forEach(unknown ->
            problems.add(
                evaluator.template().file() + ": " + declared.id(), unknown, "correct it"));
    return read.spec();
  }

  private static JsonNode tags(Declared declared, Evaluator evaluator) {
    var tags = JsonNodeFactory.instance.arrayNode();
    Optional<Value> written = declared.properties().member("Tags");
    if (written.isEmpty()) {
      return tags;
    }
    for (Value tag : evaluator.items(written.get(), declared.id() + ".Tags")) {
      if (tag instanceof Value.Members members) {
        tags.addObject()
            .put("key", members.text("Key").orElse(""))
            .put("value", members.text("Value").orElse(""));
      } else {
        evaluator.problem(declared.id() + ".Tags", "it has " + tag.kind(), "give Key and Value");
      }
    }
    return tags;
  }

  private void checkProperties(Declared declared, ResourceKey key, String file) {
    var known = new TreeSet<>(NO_SPEC);
    known.add(MeshNames.property(key.kind()));
    key.id().parent().ifPresent(parent -> known.add(MeshNames.property(Kind.of(parent))));
    for (String property : declared.properties().members().keySet()) {
      if (!known.contains(property)) {
        problems.add(
            file + ": " + declared.id(),
            property + " is no property of " + declared.type(),
            "correct it: " + String.join(", ", known));
      }
    }
  }

  /// A server has the meshes of one account.
  private void checkOwner(Declared declared, Evaluator evaluator) {
    String at = declared.id() + ".MeshOwner";
    Optional<String> owner =
        declared.properties().member("MeshOwner").map(written -> evaluator.text(written, at));
    if (owner.isPresent() && given.account().filter(one -> !one.equals(owner.get())).isPresent()) {
      evaluator.problem(
          at,
          "it is %s, and the server has the meshes of %s"
              .formatted(owner.get(), given.account().get()),
          "take it out, or apply it to that account's server");
    }
  }
}
