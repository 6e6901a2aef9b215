package dev.pillion.inject.definition;

import dev.pillion.inject.plan.InjectorConfig;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What leads a task's connections to its Envoy, by the names of `proxyConfiguration`'s properties,
/// whichever way it is written.
///
/// @param values those that are not empty
/// @param place where it is written; empty where nothing leads connections anywhere
record Redirection(SortedMap<String, String> values, String place) {
  static final String APP_PORTS = "AppPorts";
  static final String IGNORED_PORTS = "EgressIgnoredPorts";
  static final String IGNORED_ADDRESSES = "EgressIgnoredIPs";
  static final String IGNORED_UID = "IgnoredUID";
  static final String IGNORED_GID = "IgnoredGID";
  static final String INGRESS_PORT = "ProxyIngressPort";
  static final String EGRESS_PORT = "ProxyEgressPort";

  /// What the ECS agent ignores on its own accord, and Pillion's does too.
  static final List<String> METADATA = List.of("169.254.170.2", "169.254.169.254");

  private static final Map<String, String> PROPERTY_OF_VARIABLE =
      Map.of(
          "APPMESH_APP_PORTS", APP_PORTS,
          "APPMESH_EGRESS_IGNORED_PORTS", IGNORED_PORTS,
          "APPMESH_EGRESS_IGNORED_IP", IGNORED_ADDRESSES,
          "APPMESH_IGNORE_UID", IGNORED_UID,
          "APPMESH_IGNORE_GID", IGNORED_GID,
          "APPMESH_ENVOY_INGRESS_PORT", INGRESS_PORT,
          "APPMESH_ENVOY_EGRESS_PORT", EGRESS_PORT);
  private static final Set<String> KNOWN = Set.copyOf(PROPERTY_OF_VARIABLE.values());

  Redirection {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  static Redirection of(TaskDefinition definition, Optional<Container> routeManager) {
    var values = new TreeMap<String, String>();
    var proxy = definition.root().path("proxyConfiguration");
    if (proxy.isObject()) {
      Container.pairs(proxy.path("properties")).forEach((name, value) -> put(values, name, value));
      return new Redirection(values, "proxyConfiguration");
    }
    routeManager.ifPresent(container ->
        container
            .environment()
            .forEach((name, value) ->
                Optional.ofNullable(PROPERTY_OF_VARIABLE.get(name))
                    .ifPresent(property -> put(values, property, value))));
    return new Redirection(
        values, routeManager.map(container -> "container " + container.name()).orElse(""));
  }

  private static void put(Map<String, String> values, String name, String value) {
    if (!value.isBlank()) {
      values.put(name, value.strip());
    }
  }

  boolean isEmpty() {
    return place.isEmpty();
  }

  Optional<String> value(String property) {
    return Optional.ofNullable(values.get(property));
  }

  /// Its items without spaces, and of the addresses those that are not ignored anyway.
  Optional<String> list(String property) {
    return value(property).map(Redirection::items).filter(text -> !text.isEmpty());
  }

  static String items(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(item -> !item.isEmpty() && !METADATA.contains(item))
        .collect(Collectors.joining(","));
  }

  /// Says what of it no label takes over.
  void leftOver(Notes notes) {
    value(IGNORED_GID)
        .ifPresent(gid ->
            notes.left(
                "IgnoredGID " + gid,
                "Pillion exempts Envoy's user and no group: containers that run with it now go"
                    + " through Envoy"));
    port(INGRESS_PORT, InjectorConfig.INGRESS_PORT, notes);
    port(EGRESS_PORT, InjectorConfig.EGRESS_PORT, notes);
    values.forEach((name, value) -> {
      if (!KNOWN.contains(name)) {
        notes.left(name + " " + value, "Pillion knows no such property");
      }
    });
  }

  private void port(String property, int own, Notes notes) {
    value(property)
        .filter(port -> !port.equals(Integer.toString(own)))
        .ifPresent(port ->
            notes.left(
                property + " " + port, "the agent's Envoy listens on %d there".formatted(own)));
  }
}
