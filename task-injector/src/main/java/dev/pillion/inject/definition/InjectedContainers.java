package dev.pillion.inject.definition;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pillion.inject.plan.InjectionPlan;
import dev.pillion.inject.plan.LabelNames;
import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.routes.spec.Place;
import dev.pillion.routes.spec.RedirectSpec;
import dev.pillion.routes.spec.RouteEnvironment;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The containers that a definition is given.
final class InjectedContainers {
  /// MiB: a bounded Java heap and iptables-restore.
  static final int ROUTE_MANAGER_MEMORY = 128;

  /// What the server may ask for.
  static final Set<String> CREDENTIALS =
      Set.of(
          "PILLION_XDS_TOKEN", "PILLION_XDS_TOKEN_FILE", "PILLION_XDS_CERT", "PILLION_ALLOW_PLAIN");

  private static final String RESOURCE = "APPMESH_RESOURCE_ARN";
  private static final String ENDPOINT = "APPMESH_XDS_ENDPOINT";

  /// The variables that nobody but this sets.
  static final Set<String> OWN = own();

  private static final int MEBIBYTE = 1 << 20;
  // As App Mesh's guides have it.
  private static final int MOST_FILES = 15_000;
  // Longer by 5 than LISTENER_DRAIN_WAIT_TIME_S, which is 20.
  private static final int STOP_SECONDS = 25;
  private static final String LIVE =
      "curl -s http://localhost:9901/server_info | grep state | grep -q LIVE";

  private final TaskDefinition definition;
  private final Injection.Choices choices;
  private final InjectionPlan.Inject plan;
  private final Notes notes;

  InjectedContainers(
      TaskDefinition definition,
      Injection.Choices choices,
      InjectionPlan.Inject plan,
      Notes notes) {
    this.definition = definition;
    this.choices = choices;
    this.plan = plan;
    this.notes = notes;
  }

  private static Set<String> own() {
    var own = new HashSet<>(Envoys.IDENTITY);
    own.add(ENDPOINT);
    own.add(EnvoyVariables.LOG_LEVEL);
    return Set.copyOf(own);
  }

  /// Whether a definition with an Envoy of its own can say what the label says.
  static boolean saysWithoutAgent(String label) {
    return DerivedLabels.IDENTITY.contains(label)
        || DerivedLabels.isSaid(label, ProxyGroup.Kind.VIRTUAL_NODE);
  }

  /// A name for a container that no other has.
  String free(String name) {
    for (String candidate : List.of(name, "pillion-" + name)) {
      if (definition.container(candidate).isEmpty()) {
        return candidate;
      }
    }
    throw definition.refusal(
        "containers are called both '%s' and 'pillion-%s'".formatted(name, name),
        "rename one of them");
  }

  ObjectNode envoy(String name, Origin origin) {
    ObjectNode envoy = JsonNodeFactory.instance.objectNode();
    envoy
        .put("name", name)
        .put("image", choices.envoyImage())
        .put("essential", true)
        .put("memory", (int) (plan.envoy().memoryBytes() / MEBIBYTE));
    if (plan.proxy().kind() == ProxyGroup.Kind.VIRTUAL_NODE) {
      envoy.put("user", Integer.toString(plan.envoy().uid()));
    }
    envoy.put("stopTimeout", STOP_SECONDS);
    ArrayNode environment = envoy.putArray("environment");
    variable(environment, RESOURCE, plan.proxy().toString());
    variable(environment, ENDPOINT, choices.endpoint());
    level(origin).ifPresent(word -> variable(environment, EnvoyVariables.LOG_LEVEL, word));
    choices.environment().forEach((key, value) -> variable(environment, key, value));
    if (!choices.secrets().isEmpty()) {
      ArrayNode secrets = envoy.putArray("secrets");
      choices
          .secrets()
          .forEach((key, arn) -> secrets.addObject().put("name", key).put("valueFrom", arn));
    }
    ObjectNode health = envoy.putObject("healthCheck");
    health.putArray("command").add("CMD-SHELL").add(LIVE);
    health.put("interval", 5).put("timeout", 2).put("retries", 3).put("startPeriod", 10);
    envoy
        .putArray("ulimits")
        .addObject()
        .put("name", "nofile")
        .put("softLimit", MOST_FILES)
        .put("hardLimit", MOST_FILES);
    // The first is the agent's own.
    var mounts = plan.envoy().mounts().subList(1, plan.envoy().mounts().size());
    Mounts.add(definition, envoy, mounts);
    notes.left(
        "logConfiguration of container " + name,
        "it has none: give it that of the apps if you like");
    return envoy;
  }

  private static Optional<String> level(Origin origin) {
    return origin.value(LabelNames.ENVOY_LOG_LEVEL).map(String::strip);
  }

  ObjectNode routeManager(String name, RedirectSpec redirect) {
    if (definition.runsOn("FARGATE")) {
      throw definition.refusal(
          "Fargate gives no container NET_ADMIN, which --route-manager needs",
          "leave --route-manager out: the ECS agent sets the rules then");
    }
    ObjectNode container = JsonNodeFactory.instance.objectNode();
    container
        .put("name", name)
        .put("image", choices.routeManagerImage())
        .put("essential", false)
        .put("memory", ROUTE_MANAGER_MEMORY)
        .put("user", "0");
    ArrayNode environment = container.putArray("environment");
    Map<String, String> variables =
        new RouteEnvironment(redirect, true, new Place(Optional.empty(), OptionalLong.empty()))
            .variables();
    variables.forEach((key, value) -> variable(environment, key, value));
    container
        .putObject("linuxParameters")
        .putObject("capabilities")
        .putArray("add")
        .add("NET_ADMIN")
        // The legacy backend opens a raw socket.
        .add("NET_RAW");
    return container;
  }

  private static void variable(ArrayNode environment, String name, String value) {
    environment.addObject().put("name", name).put("value", value);
  }
}
