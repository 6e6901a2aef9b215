package dev.pillion.inject.definition;

import dev.pillion.inject.plan.InjectorConfig;
import dev.pillion.inject.plan.LabelNames;
import dev.pillion.mesh.model.ProxyGroup;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/// The labels that say what an Envoy container and its redirection say.
final class DerivedLabels {
  static final List<String> IDENTITY =
      List.of(LabelNames.MESH, LabelNames.VIRTUAL_NODE, LabelNames.VIRTUAL_GATEWAY);

  // The least that the label takes.
  private static final int LEAST_MEMORY = 64;
  private static final Map<String, String> DEFAULTS =
      Map.of(
          LabelNames.IGNORED_UID, Integer.toString(InjectorConfig.PROXY_UID),
          LabelNames.ENVOY_MEMORY, "256m",
          LabelNames.ENVOY_LOG_LEVEL, "info");
  private static final Set<String> OF_ANY =
      Set.of(LabelNames.ENVOY_MEMORY, LabelNames.ENVOY_LOG_LEVEL, LabelNames.BIND_MOUNTS);
  private static final Set<String> OF_NODES =
      Set.of(
          LabelNames.APP_PORTS,
          LabelNames.EGRESS_IGNORED_PORTS,
          LabelNames.EGRESS_IGNORED_IPS,
          LabelNames.IGNORED_UID);

  private DerivedLabels() {}

  /// All of them, those too that say what holds without them.
  static SequencedMap<String, String> of(
      TaskDefinition definition,
      Container envoy,
      ProxyGroup proxy,
      Redirection redirection,
      Notes notes) {
    var labels = new LinkedHashMap<String, String>();
    labels.put(LabelNames.MESH, proxy.mesh());
    switch (proxy.kind()) {
      case VIRTUAL_NODE -> {
        labels.put(LabelNames.VIRTUAL_NODE, proxy.name());
        put(labels, LabelNames.APP_PORTS, redirection.list(Redirection.APP_PORTS));
        put(labels, LabelNames.EGRESS_IGNORED_PORTS, redirection.list(Redirection.IGNORED_PORTS));
        put(labels, LabelNames.EGRESS_IGNORED_IPS, redirection.list(Redirection.IGNORED_ADDRESSES));
        put(labels, LabelNames.IGNORED_UID, redirection.value(Redirection.IGNORED_UID));
      }
      case VIRTUAL_GATEWAY -> labels.put(LabelNames.VIRTUAL_GATEWAY, proxy.name());
    }
    put(
        labels,
        LabelNames.ENVOY_MEMORY,
        envoy.size("memory").filter(size -> size >= LEAST_MEMORY).map(size -> size + "m"));
    EnvoyVariables.read(envoy, labels, notes);
    put(labels, LabelNames.BIND_MOUNTS, Mounts.label(definition, envoy, notes));
    return labels;
  }

  private static void put(Map<String, String> labels, String name, Optional<String> value) {
    value.ifPresent(text -> labels.put(name, text));
  }

  /// Whether an Envoy that stands for such a proxy would say it, if the label were given.
  static boolean isSaid(String name, ProxyGroup.Kind kind) {
    return OF_ANY.contains(name)
        || (kind == ProxyGroup.Kind.VIRTUAL_NODE && OF_NODES.contains(name));
  }

  /// Whether the same holds without it.
  static boolean isDefault(String name, String value) {
    return value.equals(DEFAULTS.get(name));
  }

  /// Whether two values of a label mean the same.
  static boolean same(String name, String one, String other) {
    return meaning(name, one).equals(meaning(name, other));
  }

  private static Object meaning(String name, String value) {
    String text = value.strip();
    if (name.equals(LabelNames.ENVOY_MEMORY) && text.matches("[0-9]{1,6}g")) {
      return Long.parseLong(text.substring(0, text.length() - 1)) * 1024 + "m";
    }
    return name.equals(LabelNames.ENVOY_MEMORY)
        ? text
        : new TreeSet<>(Arrays.asList(Redirection.items(text).split(",", -1)));
  }
}
