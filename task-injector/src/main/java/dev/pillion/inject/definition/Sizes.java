package dev.pillion.inject.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Optional;

/// How much of a host a task asks for, before and after.
final class Sizes {
  private Sizes() {}

  /// Says what becomes of an Envoy's memory and CPU, and undoes what [#take] did.
  static void giveBack(
      TaskDefinition definition,
      Container envoy,
      Optional<Container> routeManager,
      Origin origin,
      Notes notes) {
    int added = memory(envoy) + routeManager.map(Sizes::memory).orElse(0);
    ObjectNode root = definition.root();
    if (origin.memory().isPresent()
        && number(root.path("memory")).equals(number(origin.memory().get()).map(m -> m + added))) {
      root.put("memory", origin.memory().get());
      notes.changed("memory", "the task's is %s again".formatted(origin.memory().get()));
      return;
    }
    String sizes = spoken(envoy);
    if (sizes.isEmpty()) {
      return;
    }
    if (root.hasNonNull("memory") || root.hasNonNull("cpu")) {
      notes.kept(
          "the task's " + (root.hasNonNull("memory") ? "memory" : "cpu"),
          sizes
              + " of it were Envoy's and are now its containers'; the agent's Envoy runs beside the"
              + " task, and ECS does not count it");
    } else {
      notes.changed(
          "the task's size",
          "it asks its host for %s less; the agent's Envoy runs beside it, and ECS does not count it"
              .formatted(sizes));
    }
  }

  /// Makes a task's memory more by what Envoy takes of it.
  ///
  /// @return the origin with what it was
  static Origin take(TaskDefinition definition, int memory, Origin origin, Notes notes) {
    JsonNode before = definition.root().path("memory");
    if (before.isMissingNode() || before.isNull()) {
      return origin;
    }
    Optional<Integer> size = number(before);
    if (size.isEmpty()) {
      notes.left(
          "memory " + before.asText(),
          "it is no number of MiB, so it stays: make it more by %d".formatted(memory));
      return origin;
    }
    definition.root().put("memory", Integer.toString(size.get() + memory));
    notes.changed(
        "memory",
        "the task's is %d instead of %d MiB%s"
            .formatted(
                size.get() + memory,
                size.get(),
                definition.runsOn("FARGATE")
                    ? "; Fargate has certain sizes only: make it the next of them"
                    : ""));
    return origin.withMemory(before.asText());
  }

  private static int memory(Container container) {
    return container.size("memory").or(() -> container.size("memoryReservation")).orElse(0);
  }

  private static String spoken(Container container) {
    var sizes = new ArrayList<String>();
    if (memory(container) > 0) {
      sizes.add(memory(container) + " MiB");
    }
    container.size("cpu").ifPresent(cpu -> sizes.add(cpu + " CPU units"));
    return String.join(" and ", sizes);
  }

  private static Optional<Integer> number(JsonNode size) {
    return number(size.asText());
  }

  private static Optional<Integer> number(String size) {
    return size.matches("[0-9]{1,8}") ? Optional.of(Integer.parseInt(size)) : Optional.empty();
  }
}
