package dev.pillion.inject.definition;

import dev.pillion.inject.plan.LabelNames;
import dev.pillion.mesh.model.ProxyGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a definition was before Envoy was put into it: `inject` writes it into labels of the Envoy
/// container, which no agent heeds, so that `migrate` can give it back.
///
/// @param memory the task's, where it was made more
record Origin(List<Annotation> annotations, Optional<String> memory) {
  private static final String PREFIX = "injected.";
  private static final String MEMORY = PREFIX + "memory";

  /// A label of Pillion's, and on which container it was.
  record Annotation(String container, String name, String value) {}

  Origin {
    annotations = List.copyOf(annotations);
  }

  /// That of a definition without an Envoy.
  static Origin of(TaskDefinition definition) {
    var annotations = new ArrayList<Annotation>();
    for (Container container : definition.containers()) {
      container
          .labels()
          .forEach((name, value) -> {
            if (LabelNames.concerns(name)) {
              annotations.add(new Annotation(container.name(), name, value));
            }
          });
    }
    return new Origin(annotations, Optional.empty());
  }

  /// What an Envoy container says of it; nothing, where `inject` did not make it.
  static Origin read(Container envoy) {
    var annotations = new ArrayList<Annotation>();
    Optional<String> memory = Optional.empty();
    for (var label : envoy.labels().entrySet()) {
      // A container's name has no dots.
      String[] parts = label.getKey().split("\\.", 3);
      if (label.getKey().equals(MEMORY)) {
        memory = Optional.of(label.getValue());
      } else if (label.getKey().startsWith(PREFIX) && parts.length > 2) {
        annotations.add(new Annotation(parts[1], parts[2], label.getValue()));
      }
    }
    return new Origin(annotations, memory);
  }

  static boolean isOrigin(String label) {
    return label.startsWith(PREFIX);
  }

  Origin withMemory(String before) {
    return new Origin(annotations, Optional.of(before));
  }

  void write(Container envoy) {
    annotations.forEach(a -> envoy.label(PREFIX + a.container() + "." + a.name(), a.value()));
    memory.ifPresent(before -> envoy.label(MEMORY, before));
  }

  boolean isEmpty() {
    return annotations.isEmpty();
  }

  Optional<String> value(String name) {
    return annotations.stream().filter(a -> a.name().equals(name)).map(Annotation::value).findAny();
  }

  /// Whether its labels name that virtual node or gateway.
  boolean names(ProxyGroup proxy) {
    String label =
        switch (proxy.kind()) {
          case VIRTUAL_NODE -> LabelNames.VIRTUAL_NODE;
          case VIRTUAL_GATEWAY -> LabelNames.VIRTUAL_GATEWAY;
        };
    return value(label)
        .map(name -> name.contains("/") ? name : value(LabelNames.MESH).orElse("") + "/" + name)
        .filter(name -> name.strip().equals(proxy.mesh() + "/" + proxy.name()))
        .isPresent();
  }
}
