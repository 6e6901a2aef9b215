package dev.pillion.inject.definition;

import dev.pillion.inject.plan.LabelNames;
import dev.pillion.mesh.model.ProxyGroup;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Puts labels on containers: where they were, if `inject` took them from there, else on the one
/// that starts first.
final class Placement {
  private final TaskDefinition definition;
  private final ProxyGroup proxy;
  private final Origin origin;
  private final Notes notes;

  Placement(TaskDefinition definition, ProxyGroup proxy, Origin origin, Notes notes) {
    this.definition = definition;
    this.proxy = proxy;
    this.origin = origin;
    this.notes = notes;
  }

  /// @param derived what the Envoy says, which goes before what was there once
  /// @param from where each of them comes from, in words
  void place(Map<String, String> derived, Map<String, String> from) {
    var rest = new LinkedHashMap<>(derived);
    for (Origin.Annotation was : origin.annotations()) {
      if (holds(was, derived)) {
        definition.container(was.container()).orElseGet(this::first).label(was.name(), was.value());
        notes.label(was.name(), was.value(), "as it was before Envoy was put in");
        rest.remove(was.name());
      }
    }
    if (origin.names(proxy)) {
      DerivedLabels.IDENTITY.forEach(rest::remove);
    }
    rest.entrySet().removeIf(label -> DerivedLabels.isDefault(label.getKey(), label.getValue()));
    if (isOfInject(rest.getOrDefault(LabelNames.APP_PORTS, ""))) {
      rest.remove(LabelNames.APP_PORTS);
    }
    if (rest.isEmpty()) {
      return;
    }
    Container first = first();
    rest.forEach((name, value) -> {
      first.label(name, value);
      notes.label(name, value, from.getOrDefault(name, ""));
    });
  }

  /// Whether a label says what the Envoy still says, or what no Envoy can.
  private boolean holds(Origin.Annotation was, Map<String, String> derived) {
    String name = was.name();
    if (DerivedLabels.IDENTITY.contains(name)) {
      return origin.names(proxy);
    }
    return !DerivedLabels.isSaid(name, proxy.kind())
        || (derived.containsKey(name) && DerivedLabels.same(name, was.value(), derived.get(name)));
  }

  /// Whether it was `inject` that took app ports from the containers' port mappings.
  private boolean isOfInject(String ports) {
    return !origin.isEmpty() && origin.value(LabelNames.APP_PORTS).isEmpty() && isDeclared(ports);
  }

  private boolean isDeclared(String ports) {
    return new TreeSet<>(Arrays.asList(ports.split(",", -1)))
        .equals(
            definition.tcpPorts().stream()
                .map(String::valueOf)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  private Container first() {
    List<Container> free =
        definition.containers().stream()
            .filter(container -> container.json().path("dependsOn").isEmpty())
            .toList();
    Container first = free.isEmpty() ? definition.containers().getFirst() : free.getFirst();
    if (free.size() > 1) {
      notes.kept(
          "container " + first.name(),
          "it carries the labels; an agent that may not read task definitions wants them on the"
              + " container that starts first, which may be another");
    }
    return first;
  }
}
