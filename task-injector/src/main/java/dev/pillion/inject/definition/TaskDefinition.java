package dev.pillion.inject.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pillion.inject.plan.LabelNames;
import dev.pillion.inject.task.DefinitionView;
import dev.pillion.mesh.model.MeshException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A task definition that is being rewritten: a copy of a document.
///
/// @param file what messages call it
record TaskDefinition(String file, ObjectNode root) {
  // What ECS adds when it registers one, and does not take.
  private static final List<String> READ_ONLY =
      List.of(
          "taskDefinitionArn",
          "revision",
          "status",
          "requiresAttributes",
          "compatibilities",
          "registeredAt",
          "registeredBy",
          "deregisteredAt");
  private static final List<String> LISTS =
      List.of(
          "environment",
          "secrets",
          "environmentFiles",
          "portMappings",
          "dependsOn",
          "mountPoints",
          "volumesFrom",
          "links",
          "ulimits");
  private static final String HOW =
      "give what aws ecs describe-task-definition prints, or register-task-definition takes";

  /// Reads what `describe-task-definition` prints or `register-task-definition` takes.
  static TaskDefinition read(String file, JsonNode document, Notes notes) {
    if (document.has("Resources") && !document.has("containerDefinitions")) {
      throw wrong(
          file,
          "it is a CloudFormation template",
          "give its task definition: aws ecs describe-task-definition --task-definition FAMILY");
    }
    if (document.isArray()) {
      throw wrong(file, "it is a list", HOW + ", and not its containerDefinitions alone");
    }
    boolean described = document.has("taskDefinition");
    if (!((described ? document.path("taskDefinition") : document) instanceof ObjectNode given)) {
      throw wrong(file, "it is no task definition", HOW);
    }
    var definition = new TaskDefinition(file, given.deepCopy());
    definition.check();
    if (described && !document.path("tags").isEmpty()) {
      definition.root.set("tags", document.path("tags"));
    }
    definition.withoutReadOnly(notes);
    return definition;
  }

  private void check() {
    if (!root.path("family").isTextual()) {
      throw wrong(file, "family: is not set, or is no text", HOW);
    }
    if (!(root.get("containerDefinitions") instanceof ArrayNode list) || list.isEmpty()) {
      throw wrong(file, "containerDefinitions: is not set, or is no list of containers", HOW);
    }
    var names = new TreeSet<String>();
    for (JsonNode container : list) {
      if (!container.path("name").isTextual()) {
        throw wrong(file, "containerDefinitions: one has no name", "give each container a name");
      }
      String name = container.path("name").textValue();
      if (!names.add(name)) {
        throw wrong(file, "two containers are called '" + name + "'", "rename one of them");
      }
      Optional<String> misshapen =
          LISTS.stream()
              .filter(member -> container.hasNonNull(member) && !container.get(member).isArray())
              .map(member -> member + " is no list")
              .findFirst()
              .or(() ->
                  container.hasNonNull("dockerLabels") && !container.get("dockerLabels").isObject()
                      ? Optional.of("dockerLabels is no mapping of names to values")
                      : Optional.empty());
      if (misshapen.isPresent()) {
        throw wrong(file, "container '%s': %s".formatted(name, misshapen.get()), HOW);
      }
    }
  }

  private void withoutReadOnly(Notes notes) {
    List<String> there = READ_ONLY.stream().filter(root::has).toList();
    if (!there.isEmpty()) {
      root.remove(there);
      notes.removed(String.join(", ", there), "ECS sets them anew when this is registered");
    }
  }

  String family() {
    return root.path("family").asText();
  }

  List<Container> containers() {
    return list().valueStream().map(json -> new Container((ObjectNode) json)).toList();
  }

  Optional<Container> container(String name) {
    return containers().stream().filter(container -> container.name().equals(name)).findAny();
  }

  void add(ObjectNode container) {
    list().add(container);
  }

  void remove(Container container) {
    list().removeIf(json -> isCalled(json, container.name()));
  }

  /// Puts another container of the same name in its place.
  void replace(ObjectNode container) {
    for (int i = 0; i < list().size(); i++) {
      if (isCalled(list().get(i), container.path("name").asText())) {
        list().set(i, container);
      }
    }
  }

  private static boolean isCalled(JsonNode container, String name) {
    return container.path("name").asText().equals(name);
  }

  private ArrayNode list() {
    return root.withArrayProperty("containerDefinitions");
  }

  boolean runsOn(String compatibility) {
    return root.path("requiresCompatibilities")
        .valueStream()
        .anyMatch(word -> word.asText().equalsIgnoreCase(compatibility));
  }

  /// The ports that containers declare.
  Set<Integer> tcpPorts() {
    return containers().stream()
        .flatMap(container -> container.tcpPorts().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The labels of Pillion's that any container has.
  Stream<String> annotations() {
    return containers().stream()
        .flatMap(container -> container.labels().keySet().stream())
        .filter(LabelNames::concerns);
  }

  /// As the agent sees it.
  DefinitionView.Known view() {
    var containers = new ArrayList<DefinitionView.Container>();
    for (Container container : containers()) {
      containers.add(
          new DefinitionView.Container(
              container.name(),
              container.labels(),
              container.json().path("user").asText(),
              container.tcpPorts()));
    }
    return new DefinitionView.Known(
        containers,
        // ECS's default on EC2.
        root.path("networkMode").asText("bridge"),
        root.hasNonNull("proxyConfiguration"));
  }

  /// A refusal that concerns all of it.
  MeshException refusal(String problem, String remedy) {
    return wrong(file, problem, remedy);
  }

  static MeshException wrong(String file, String problem, String remedy) {
    return new MeshException(MeshException.Code.INVALID, file, problem, remedy);
  }
}
