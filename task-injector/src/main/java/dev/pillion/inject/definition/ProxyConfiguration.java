package dev.pillion.inject.definition;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pillion.routes.spec.RedirectSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The member by which the ECS agent sets redirect rules, with App Mesh's plugin.
final class ProxyConfiguration {
  // The plugin takes no more, and drops the rest without failing.
  private static final int MOST_PORTS = 15;

  private ProxyConfiguration() {}

  static ObjectNode of(TaskDefinition definition, String envoy, RedirectSpec redirect) {
    check(definition, "app ports", redirect.appPorts());
    check(definition, "ignored ports", redirect.egressIgnoredPorts());
    ObjectNode proxy = JsonNodeFactory.instance.objectNode();
    proxy.put("type", "APPMESH").put("containerName", envoy);
    ArrayNode properties = proxy.putArray("properties");
    redirect
        .ignoredUid()
        .ifPresent(uid -> add(properties, Redirection.IGNORED_UID, Integer.toString(uid)));
    if (!redirect.appPorts().isEmpty()) {
      add(properties, Redirection.INGRESS_PORT, Integer.toString(redirect.ingressPort()));
    }
    add(properties, Redirection.EGRESS_PORT, Integer.toString(redirect.egressPort()));
    add(properties, Redirection.APP_PORTS, list(redirect.appPorts()));
    var addresses = new ArrayList<>(Redirection.METADATA);
    redirect.egressIgnoredIps().stream()
        .filter(address -> !addresses.contains(address))
        .forEach(addresses::add);
    add(properties, Redirection.IGNORED_ADDRESSES, list(addresses));
    add(properties, Redirection.IGNORED_PORTS, list(redirect.egressIgnoredPorts()));
    return proxy;
  }

  private static void check(TaskDefinition definition, String what, List<Integer> ports) {
    if (ports.size() > MOST_PORTS) {
      throw definition.refusal(
          "it has %d %s, and the ECS agent's rules take %d"
              .formatted(ports.size(), what, MOST_PORTS),
          "give --route-manager, whose rules take any number");
    }
  }

  private static void add(ArrayNode properties, String name, String value) {
    if (!value.isEmpty()) {
      properties.addObject().put("name", name).put("value", value);
    }
  }

  static String list(List<?> items) {
    return items.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
