package dev.pillion.inject.definition;

import dev.pillion.mesh.model.ProxyGroup;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Finds what App Mesh, or `pillion inject`, put into a task definition.
final class Envoys {
  /// The variables that name what an Envoy stands for, in the order in which its image reads them.
  static final List<String> IDENTITY =
      List.of("APPMESH_RESOURCE_ARN", "APPMESH_RESOURCE_NAME", "APPMESH_VIRTUAL_NODE_NAME");

  private static final String EGRESS_PORT = "APPMESH_ENVOY_EGRESS_PORT";
  private static final String FORM =
      "set APPMESH_RESOURCE_ARN to its ARN, or to mesh/MESH/virtualNode/NAME, and try again";

  private Envoys() {}

  /// The container of the task's Envoy.
  static Optional<Container> find(TaskDefinition definition) {
    var proxy = definition.root().path("proxyConfiguration");
    if (proxy.hasNonNull("containerName")) {
      String name = proxy.path("containerName").asText();
      Optional<Container> named = definition.container(name);
      if (named.isEmpty()) {
        throw definition.refusal(
            "proxyConfiguration names container '" + name + "', which is not there",
            "correct its containerName");
      }
      return named;
    }
    return only(definition, Envoys::hasImage)
        .or(() -> only(definition, container -> identity(container).isPresent()));
  }

  private static Optional<Container> only(TaskDefinition definition, Predicate<Container> wanted) {
    List<Container> found = definition.containers().stream().filter(wanted).toList();
    if (found.size() > 1) {
      throw definition.refusal(
          "several containers are an Envoy of App Mesh's: "
              + found.stream().map(Container::name).collect(Collectors.joining(", ")),
          "a task has one: take the others out");
    }
    return found.stream().findFirst();
  }

  private static boolean hasImage(Container container) {
    return container.imageName().equals("aws-appmesh-envoy")
        || container.imageName().equals("appmesh-envoy");
  }

  /// The variable that names what it stands for.
  static Optional<String> identity(Container container) {
    return IDENTITY.stream()
        .filter(
            name -> container.environment().containsKey(name) || container.secrets().contains(name))
        .findFirst();
  }

  /// What the Envoy stands for, in any form that App Mesh's image takes.
  static ProxyGroup proxy(TaskDefinition definition, Container envoy) {
    String container = "container '" + envoy.name() + "'";
    String name =
        identity(envoy)
            .orElseThrow(() ->
                definition.refusal(
                    container + ": no variable of it names a virtual node or gateway", FORM));
    if (!envoy.environment().containsKey(name)) {
      throw definition.refusal(
          container + ": " + name + " is a secret, which nobody reads here", FORM);
    }
    String value = envoy.environment().getOrDefault(name, "").strip();
    return ProxyGroup.parse(value)
        .orElseThrow(() ->
            definition.refusal(
                "%s: %s '%s' names no virtual node or gateway".formatted(container, name, value),
                FORM));
  }

  /// The value that names what it stands for, as it is written.
  static String resource(Container envoy) {
    return identity(envoy).map(name -> envoy.environment().getOrDefault(name, "")).orElse("");
  }

  /// Refuses a definition that has labels as well: an agent would give its tasks a second Envoy.
  static void refuseLabels(TaskDefinition definition, Container envoy) {
    definition
        .annotations()
        .findFirst()
        .ifPresent(label -> {
          throw definition.refusal(
              "it has both the Envoy container '%s' and the label %s"
                  .formatted(envoy.name(), label),
              "take the pillion.* labels out to go on with that Envoy, or the Envoy to leave it to"
                  + " an agent");
        });
  }

  /// A container that sets redirect rules in the task and ends.
  static Optional<Container> routeManager(TaskDefinition definition) {
    return definition.containers().stream()
        .filter(container ->
            container.environment().containsKey(EGRESS_PORT)
                || container.imageName().equals("aws-appmesh-proxy-route-manager"))
        .findFirst();
  }
}
