package dev.pillion.inject.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pillion.inject.plan.InjectorConfig;
import dev.pillion.inject.plan.LabelNames;
import dev.pillion.mesh.model.ProxyGroup;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Takes App Mesh's Envoy out of a task definition and puts labels in, by which the hosts' agents
/// give its tasks an Envoy: same input, same output.
public final class Migration {
  private final TaskDefinition definition;
  private final Choices choices;
  private final Notes notes;

  private Migration(TaskDefinition definition, Choices choices, Notes notes) {
    this.definition = definition;
    this.choices = choices;
    this.notes = notes;
  }

  /// The definition with labels, and what became of everything else.
  ///
  /// @param file what messages call it
  /// @throws dev.pillion.mesh.model.MeshException when it cannot be migrated, with what to do
  public static Rewritten of(String file, JsonNode document, Choices choices) {
    var notes = new Notes();
    var definition = TaskDefinition.read(file, document, notes);
    return new Migration(definition, choices, notes).rewritten();
  }

  private Rewritten rewritten() {
    Optional<Container> envoy = Envoys.find(definition);
    if (envoy.isPresent()) {
      ProxyGroup proxy = migrate(envoy.get());
      return result(Optional.of(proxy), true);
    }
    if (definition.annotations().findAny().isEmpty()) {
      throw definition.refusal(
          "no container of it is an Envoy of App Mesh's, by proxyConfiguration, image or"
              + " APPMESH_RESOURCE_ARN",
          "a task that is not in a mesh joins one by labels: see docs/annotations.md");
    }
    notes.kept("labels", "it has pillion.* labels and no Envoy: there is nothing to migrate");
    return result(Optional.empty(), false);
  }

  private Rewritten result(Optional<ProxyGroup> proxy, boolean changed) {
    return new Rewritten(definition.root(), definition.family(), proxy, changed, notes.all());
  }

  private ProxyGroup migrate(Container envoy) {
    check(envoy);
    ProxyGroup proxy = Envoys.proxy(definition, envoy);
    Optional<Container> routeManager = Envoys.routeManager(definition);
    Redirection redirection = Redirection.of(definition, routeManager);
    Origin origin = Origin.read(envoy);
    Map<String, String> labels = DerivedLabels.of(definition, envoy, proxy, redirection, notes);

    EnvoyContainerNotes.tell(envoy, proxy, notes);
    Sizes.giveBack(definition, envoy, routeManager, origin, notes);
    redirect(proxy, redirection);
    remove(envoy, routeManager, proxy, origin);
    Sidecars.tell(definition, envoy, notes);
    if (proxy.kind() == ProxyGroup.Kind.VIRTUAL_NODE) {
      freeUser(labels.getOrDefault(LabelNames.IGNORED_UID, "" + InjectorConfig.PROXY_UID));
    }
    new Placement(definition, proxy, origin, notes).place(labels, from(envoy, redirection));
    Decision.of(definition);
    return proxy;
  }

  private void check(Container envoy) {
    Envoys.refuseLabels(definition, envoy);
    if (definition.runsOn("FARGATE") && !definition.runsOn("EC2")) {
      throw definition.refusal(
          "it is for Fargate, whose hosts take no agent",
          "set requiresCompatibilities to EC2, or keep its Envoy with the image of"
              + " docs/drop-in-image.md");
    }
    if (definition.runsOn("FARGATE")) {
      notes.left(
          "requiresCompatibilities FARGATE",
          "hosts of Fargate's take no agent: run it on EC2 only");
    }
    for (String name : choices.remove()) {
      if (definition.container(name).isEmpty() || name.equals(envoy.name())) {
        throw TaskDefinition.wrong(
            "--remove " + name,
            "there is no such container beside Envoy",
            "give one of: "
                + definition.containers().stream()
                    .map(Container::name)
                    .filter(other -> !other.equals(envoy.name()))
                    .collect(Collectors.joining(", ")));
      }
    }
  }

  private void redirect(ProxyGroup proxy, Redirection redirection) {
    if (definition.root().remove("proxyConfiguration") != null) {
      notes.removed(
          "proxyConfiguration",
          switch (proxy.kind()) {
            case VIRTUAL_NODE -> "the host's agent sets the rules";
            case VIRTUAL_GATEWAY -> "a gateway's task has no rules";
          });
    }
    if (proxy.kind() == ProxyGroup.Kind.VIRTUAL_NODE) {
      redirection.leftOver(notes);
      if (redirection.isEmpty()) {
        notes.changed(
            "connections", "nothing led them through Envoy; from now on the host's agent does");
      }
    }
  }

  private void remove(
      Container envoy, Optional<Container> routeManager, ProxyGroup proxy, Origin origin) {
    for (String name : choices.remove()) {
      definition.container(name).ifPresent(definition::remove);
      References.cut(definition, name, notes);
      notes.removed("container " + name, "as --remove says");
    }
    routeManager.ifPresent(container -> {
      definition.remove(container);
      References.cut(definition, container.name(), notes);
      notes.removed("container " + container.name(), "the host's agent sets the rules");
    });
    boolean ports = !envoy.json().path("portMappings").isEmpty();
    boolean alone = definition.containers().size() == 1;
    if (origin.isEmpty() && proxy.kind() == ProxyGroup.Kind.VIRTUAL_GATEWAY && (ports || alone)) {
      definition.replace(placeholder(envoy));
      notes.changed(
          "container " + envoy.name(),
          "the host's agent starts Envoy; this one does nothing but declare the gateway's ports"
              + " for a load balancer (--placeholder-image: "
              + choices.placeholderImage()
              + ")");
    } else if (alone) {
      throw definition.refusal(
          "it has no container but Envoy", "give it the container of the app that Envoy is for");
    } else {
      definition.remove(envoy);
      notes.removed("container " + envoy.name(), "the host's agent starts Envoy beside the task");
    }
    References.cut(definition, envoy.name(), notes);
    Mounts.prune(definition, envoy, notes);
  }

  private ObjectNode placeholder(Container envoy) {
    ObjectNode json = envoy.json().objectNode();
    json.put("name", envoy.name())
        .put("image", choices.placeholderImage())
        .put("essential", true)
        .put("memory", Choices.PLACEHOLDER_MEMORY);
    json.putArray("command")
        .add("sh")
        .add("-c")
        .add("trap 'exit 0' TERM; while :; do sleep 1; done");
    if (!envoy.json().path("portMappings").isEmpty()) {
      json.set("portMappings", envoy.json().get("portMappings"));
    }
    return json;
  }

  /// A container that ran as Envoy's user went around it, and nothing but Envoy may now.
  private void freeUser(String uid) {
    for (Container container : definition.containers()) {
      if (container.user().equals(uid)) {
        container.json().remove("user");
        notes.changed(
            "container " + container.name(),
            ("user %s is out, so that it runs as its image's user and its connections go through"
                    + " Envoy; name their ports in pillion.egress-ignored-ports where they may not")
                .formatted(uid));
      }
    }
  }

  private static Map<String, String> from(Container envoy, Redirection redirection) {
    String container = " of container " + envoy.name();
    var from = new TreeMap<String, String>();
    for (String name : DerivedLabels.IDENTITY) {
      from.put(name, "from " + Envoys.identity(envoy).orElse(""));
    }
    for (String name :
        List.of(
            LabelNames.APP_PORTS,
            LabelNames.EGRESS_IGNORED_PORTS,
            LabelNames.EGRESS_IGNORED_IPS,
            LabelNames.IGNORED_UID)) {
      from.put(name, "from " + redirection.place());
    }
    from.put(LabelNames.ENVOY_MEMORY, "from memory" + container);
    from.put(LabelNames.ENVOY_LOG_LEVEL, "from " + EnvoyVariables.LOG_LEVEL);
    from.put(LabelNames.BIND_MOUNTS, "from mountPoints" + container);
    return from;
  }

  /// What a person may choose.
  ///
  /// @param remove containers to take out as well
  /// @param placeholderImage for the container that declares a gateway's ports; it has `sh`
  public record Choices(SortedSet<String> remove, String placeholderImage) {
    static final int PLACEHOLDER_MEMORY = 16;

    /// Copies its set.
    public Choices {
      remove = Collections.unmodifiableSortedSet(new TreeSet<>(remove));
    }
  }
}
