package dev.pillion.agent.envoy;

import dev.pillion.agent.envoy.EnvoyProbe.Readiness;
import java.util.HashMap;
import java.util.Map;

/// What an Envoy said of itself.
///
/// @param state Envoy's word for how far it is: `LIVE`, `PRE_INITIALIZING`, …
record AdminReading(String state, Map<String, Long> stats) {
  private static final String ACCEPTED = "listener_manager.lds.update_success";
  private static final String REJECTED = "listener_manager.lds.update_rejected";
  private static final String WARMING = "listener_manager.total_listeners_warming";
  private static final String CONNECTED = "control_plane.connected_state";

  /// Copies its map.
  AdminReading {
    stats = Map.copyOf(stats);
  }

  /// Reads lines such as `listener_manager.total_listeners_warming: 0`.
  static AdminReading parse(String state, String stats) {
    return new AdminReading(state, values(stats));
  }

  /// Adds up the connections of all listeners, those of its admin socket left out.
  static long connections(String stats) {
    return values(stats).entrySet().stream()
        .filter(stat -> !stat.getKey().startsWith("listener.admin."))
        .filter(stat -> !stat.getKey().contains(".worker_"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static Map<String, Long> values(String stats) {
    var values = new HashMap<String, Long>();
    stats
        .lines()
        .map(line -> line.split(": ", 2))
        .filter(words -> words.length == 2 && words[1].strip().matches("\\d{1,18}"))
        .forEach(words -> values.put(words[0], Long.valueOf(words[1].strip())));
    return values;
  }

  Readiness readiness() {
    if (stat(ACCEPTED) == 0) {
      return new Readiness.Waiting(withoutListeners());
    }
    // One that drains is live and serves.
    if (!state.equals("LIVE") && !state.equals("DRAINING")) {
      return new Readiness.Waiting(
          "it says " + state + ": a cluster, route or secret has not come yet");
    }
    return stat(WARMING) == 0
        ? new Readiness.Ready()
        : new Readiness.Waiting(stat(WARMING) + " of its listeners wait for routes or secrets");
  }

  private String withoutListeners() {
    if (stat(REJECTED) > 0) {
      return "it rejected the listeners that the server sent; its log says why";
    }
    return stat(CONNECTED) > 0
        ? "it has no listeners from the server yet"
        : "it is not connected to the agent yet";
  }

  private long stat(String name) {
    return stats.getOrDefault(name, 0L);
  }
}
