package dev.pillion.inject.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pillion.inject.plan.InjectionPlan;
import dev.pillion.inject.plan.Interception;
import dev.pillion.inject.plan.LabelNames;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Puts an Envoy, and what leads connections to it, into a task definition with labels, for hosts
/// without an agent: same input, same output.
public final class Injection {
  private static final Pattern ENDPOINT =
      Pattern.compile("([^\\s:/]+|\\[[0-9A-Fa-f:.]+\\]):[0-9]{1,5}|unix:///\\S+");

  private final TaskDefinition definition;
  private final Choices choices;
  private final Notes notes;

  private Injection(TaskDefinition definition, Choices choices, Notes notes) {
    this.definition = definition;
    this.choices = choices;
    this.notes = notes;
  }

  /// The definition with its Envoy, and what became of its labels.
  ///
  /// @param file what messages call it
  /// @throws dev.pillion.mesh.model.MeshException when no agent would mesh its tasks, or something
  ///   that was chosen does not fit, with what to do
  public static Rewritten of(String file, JsonNode document, Choices choices) {
    choices.check();
    var notes = new Notes();
    var definition = TaskDefinition.read(file, document, notes);
    return new Injection(definition, choices, notes).rewritten();
  }

  private Rewritten rewritten() {
    Optional<Container> there = Envoys.find(definition);
    if (there.isPresent()) {
      Envoys.refuseLabels(definition, there.get());
      notes.kept(
          "container " + there.get().name(),
          Origin.read(there.get()).isEmpty()
              ? "it is an Envoy already, of App Mesh's: see docs/drop-in-image.md for another image,"
                  + " pillion migrate for labels in its place"
              : "it is an Envoy already: there is nothing to put in");
      return unchanged();
    }
    return switch (Decision.of(definition)) {
      case InjectionPlan.Inject plan -> injected(plan);
      case InjectionPlan.Skip(_, var message)
          when definition.annotations().findAny().isPresent() -> {
        notes.kept("labels", message + ": it is left alone");
        yield unchanged();
      }
      case InjectionPlan.Skip(_, var message) ->
          throw definition.refusal(
              message, "add pillion.mesh and pillion.virtual-node to dockerLabels of a container");
      case InjectionPlan plan -> throw new IllegalStateException("an agent would wait: " + plan);
    };
  }

  private Rewritten unchanged() {
    return new Rewritten(
        definition.root(), definition.family(), Optional.empty(), false, notes.all());
  }

  private Rewritten injected(InjectionPlan.Inject plan) {
    Origin origin = Origin.of(definition);
    unlabel(origin);
    var containers = new InjectedContainers(definition, choices, plan, notes);
    String envoyName = containers.free("envoy");
    var apps = definition.containers();
    int memory = 0;
    if (plan.interception() instanceof Interception.Redirected redirected) {
      if (choices.routeManager()) {
        String name = containers.free("route-manager");
        definition.add(containers.routeManager(name, redirected.redirect()));
        memory += InjectedContainers.ROUTE_MANAGER_MEMORY;
        apps.forEach(app -> References.dependOn(app, name, "SUCCESS"));
        notes.added(
            "container " + name, "it sets the redirect rules once, before the other containers");
      } else {
        definition
            .root()
            .set(
                "proxyConfiguration",
                ProxyConfiguration.of(definition, envoyName, redirected.redirect()));
        notes.added("proxyConfiguration", "by it the ECS agent sets the redirect rules");
      }
      ports(origin, redirected);
    } else if (choices.routeManager()) {
      throw definition.refusal(
          "it is a gateway's, whose task has no rules", "leave --route-manager out");
    }
    var envoy = new Container(containers.envoy(envoyName, origin));
    memory += envoy.size("memory").orElse(0);
    definition.add(envoy.json());
    apps.forEach(app -> References.dependOn(app, envoyName, "HEALTHY"));
    notes.added(
        "container " + envoyName,
        "Envoy for " + plan.proxy() + "; the others wait until it is healthy");
    Sizes.take(definition, memory, origin, notes).write(envoy);
    credentials();
    return new Rewritten(
        definition.root(), definition.family(), Optional.of(plan.proxy()), true, notes.all());
  }

  private void unlabel(Origin origin) {
    for (Origin.Annotation annotation : origin.annotations()) {
      definition
          .container(annotation.container())
          .ifPresent(container -> container.unlabel(annotation.name()));
      if (!InjectedContainers.saysWithoutAgent(annotation.name())) {
        notes.left(
            annotation.name() + "=" + annotation.value(),
            "only an agent does that; the label is kept for pillion migrate");
      }
    }
    notes.changed(
        "labels",
        "they are out, so that no agent puts in a second Envoy; pillion migrate brings them back");
  }

  private void ports(Origin origin, Interception.Redirected redirected) {
    if (origin.value(LabelNames.APP_PORTS).isPresent()) {
      return;
    }
    var ports = redirected.redirect().appPorts();
    if (ports.isEmpty()) {
      notes.left(
          "inbound connections",
          "no container declares a port, so none goes through Envoy: set pillion.app-ports if the"
              + " virtual node has listeners");
    } else {
      notes.changed(
          "app ports " + ProxyConfiguration.list(ports),
          "from the containers' port mappings; set pillion.app-ports if the virtual node listens on"
              + " others");
    }
  }

  private void credentials() {
    if (!choices.secrets().isEmpty() && !definition.root().hasNonNull("executionRoleArn")) {
      notes.left("executionRoleArn", "it is not set, and ECS reads secrets with that role");
    }
    boolean shown =
        choices.secrets().keySet().stream().anyMatch(InjectedContainers.CREDENTIALS::contains)
            || choices.environment().keySet().stream()
                .anyMatch(InjectedContainers.CREDENTIALS::contains);
    if (!shown && !choices.endpoint().startsWith("unix:")) {
      notes.left(
          "credentials",
          "Envoy shows neither a token nor a certificate; where the server asks for one, give"
              + " --secret PILLION_XDS_TOKEN=ARN");
    }
  }

  /// What a person chose.
  ///
  /// @param endpoint the server's xds address, as `APPMESH_XDS_ENDPOINT` takes it
  /// @param envoyImage the drop-in image
  /// @param routeManager whether a container sets the rules, instead of the ECS agent
  /// @param environment more variables of Envoy's
  /// @param secrets more of them by the ARNs that ECS reads them from
  public record Choices(
      String endpoint,
      String envoyImage,
      boolean routeManager,
      String routeManagerImage,
      SortedMap<String, String> environment,
      SortedMap<String, String> secrets) {
    /// Copies its maps.
    public Choices {
      environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
      secrets = Collections.unmodifiableSortedMap(new TreeMap<>(secrets));
    }

    private boolean isEndpoint() {
      return ENDPOINT.matcher(endpoint).matches()
          && (endpoint.startsWith("unix:")
              || isPort(endpoint.substring(endpoint.lastIndexOf(':') + 1)));
    }

    private static boolean isPort(String digits) {
      int port = Integer.parseInt(digits);
      return port > 0 && port <= Container.HIGHEST_PORT;
    }

    private void check() {
      if (!isEndpoint()) {
        throw TaskDefinition.wrong(
            "--endpoint " + endpoint,
            "it is no address of a server's xds port",
            "write it as pillion.example.com:9391");
      }
      for (Map<String, String> given : List.of(environment, secrets)) {
        for (String name : given.keySet()) {
          if (InjectedContainers.OWN.contains(name)) {
            throw TaskDefinition.wrong(
                name, "the labels or --endpoint say it", "leave it out of --env and --secret");
          }
          if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw TaskDefinition.wrong(
                name, "it is no name of a variable", "write NAME=VALUE, as in ENVOY_CONCURRENCY=2");
          }
        }
      }
      for (String name : secrets.keySet()) {
        if (environment.containsKey(name)) {
          throw TaskDefinition.wrong(
              name, "it is given by --env and by --secret", "give it by one of them");
        }
      }
    }
  }
}
