package dev.pillion.agent.metrics;

import dev.pillion.agent.reconcile.TaskReport;
import dev.pillion.mesh.model.ProxyGroup;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Labels of a sample, in their order. For one thread.
final class Labels {
  static final Labels NONE = new Labels(List.of());

  private final List<Label> all;
  // Thousands of lines of an Envoy lack the same few.
  private final Map<Integer, String> written = new HashMap<>();

  /// @param written as it stands in the text: `name="value"`
  private record Label(String name, String written) {
    private Label bytewise() {
      byte[] bytes = written.getBytes(StandardCharsets.UTF_8);
      return new Label(name, new String(bytes, StandardCharsets.ISO_8859_1));
    }
  }

  private Labels(List<Label> all) {
    this.all = List.copyOf(all);
  }

  /// A single one.
  static Labels of(String name, String value) {
    return NONE.and(name, value);
  }

  /// A task's: which proxy of which mesh it is under the names that its Envoy's own tags have, and
  /// what it is to ECS under those of the metadata that the Envoy shows the server.
  static Labels of(TaskReport task) {
    Labels proxy = task.group().map(Labels::of).orElse(NONE);
    return proxy
        .and("ecs_cluster", task.cluster())
        .and("ecs_task_definition_family", task.family())
        .and("ecs_task_definition_revision", task.revision())
        .and("ecs_task_id", task.id());
  }

  private static Labels of(ProxyGroup group) {
    return of("appmesh_mesh", group.mesh())
        .and(
            switch (group.kind()) {
              case VIRTUAL_NODE -> "appmesh_virtual_node";
              case VIRTUAL_GATEWAY -> "appmesh_virtual_gateway";
            },
            group.name());
  }

  /// With one more, unless it says nothing: to Prometheus, an empty label is none.
  Labels and(String name, String value) {
    if (value.isEmpty()) {
      return this;
    }
    var label = new Label(name, name + "=\"" + escaped(value) + "\"");
    return new Labels(Stream.concat(all.stream(), Stream.of(label)).toList());
  }

  /// The same for text that has a character a byte.
  Labels bytewise() {
    return new Labels(all.stream().map(Label::bytewise).toList());
  }

  /// The bit of the one whose name stands between two places of a text; 0 where there is none.
  int bit(String text, int from, int to) {
    for (int i = 0; i < all.size(); i++) {
      String name = all.get(i).name();
      if (name.length() == to - from && text.startsWith(name, from)) {
        return 1 << i;
      }
    }
    return 0;
  }

  /// As they stand between the braces.
  ///
  /// @param but bits of those that are left out
  String written(int but) {
    // Asked of by all threads.
    if (all.isEmpty()) {
      return "";
    }
    return written.computeIfAbsent(
        but,
        bits ->
            IntStream.range(0, all.size())
                .filter(i -> (bits & (1 << i)) == 0)
                .mapToObj(i -> all.get(i).written())
                .collect(Collectors.joining(",")));
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
