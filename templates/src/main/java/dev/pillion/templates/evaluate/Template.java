package dev.pillion.templates.evaluate;

import dev.pillion.templates.text.Problems;
import dev.pillion.templates.text.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// A CloudFormation template's sections. Functions in them are not called yet.
public final class Template {
  private final String file;
  private final Value.Members root;
  private final Map<String, Parameter> parameters;
  private final SequencedMap<String, Declared> resources;

  private Template(
      String file,
      Value.Members root,
      Map<String, Parameter> parameters,
      SequencedMap<String, Declared> resources) {
    this.file = file;
    this.root = root;
    this.parameters = parameters;
    this.resources = resources;
  }

  /// Whether that is a template at all.
  public static boolean isOne(Value value) {
    return value instanceof Value.Members root
        && root.member("Resources").orElse(null) instanceof Value.Members;
  }

  /// Reads a document that [#isOne] said yes to.
  public static Template of(String file, Value document, Problems problems) {
    var root = document instanceof Value.Members members ? members : Value.Members.NONE;
    var parameters = new LinkedHashMap<String, Parameter>();
    root.mapping("Parameters")
        .members()
        .forEach((name, value) ->
            parameters.put(
                name,
                new Parameter(
                    name, value instanceof Value.Members members ? members : Value.Members.NONE)));
    var resources = new LinkedHashMap<String, Declared>();
    root.mapping("Resources")
        .members()
        .forEach((id, value) -> {
          if (value instanceof Value.Members members && members.text("Type").isPresent()) {
            resources.put(id, declared(id, members));
          } else if (id.startsWith("Fn::")) {
            problems.add(
                file + ": " + id,
                "it is made by a transform of CloudFormation's, which is not followed",
                "write its resources out");
          } else {
            problems.add(file + ": " + id, "it is no resource with a Type", "give it one");
          }
        });
    return new Template(
        file,
        root,
        Collections.unmodifiableMap(parameters),
        Collections.unmodifiableSequencedMap(resources));
  }

  private static Declared declared(String id, Value.Members members) {
    List<String> dependsOn = new ArrayList<>();
    switch (members.member("DependsOn").orElse(new Value.Nothing())) {
      case Value.Scalar one -> dependsOn.add(one.text());
      case Value.Items(var items) ->
          items.forEach(item -> {
            if (item instanceof Value.Scalar one) {
              dependsOn.add(one.text());
            }
          });
      default -> {}
    }
    return new Declared(
        id,
        members.text("Type").orElse(""),
        members.mapping("Properties"),
        dependsOn,
        members.text("Condition"));
  }

  /// What messages call it.
  public String file() {
    return file;
  }

  Map<String, Parameter> parameters() {
    return parameters;
  }

  SequencedMap<String, Declared> resources() {
    return resources;
  }

  Optional<Declared> resource(String id) {
    return Optional.ofNullable(resources.get(id));
  }

  Value.Members mappings() {
    return root.mapping("Mappings");
  }

  Value.Members conditions() {
    return root.mapping("Conditions");
  }

  Value.Members outputs() {
    return root.mapping("Outputs");
  }

  /// The template's parameters' names.
  public java.util.Set<String> parameterNames() {
    return parameters.keySet();
  }
}
