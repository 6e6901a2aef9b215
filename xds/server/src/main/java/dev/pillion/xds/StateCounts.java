package dev.pillion.xds;

import dev.pillion.xds.ads.Proxies;
import dev.pillion.xds.ads.ProxyStatus;
import dev.pillion.xds.agents.AgentsService;
import dev.pillion.xds.metrics.ServerMetrics;
import java.util.Map;
import java.util.TreeMap;

/// How many proxies and agents there are, by what state they are in, as metrics.
final class StateCounts {
  private StateCounts() {}

  static void in(ServerMetrics metrics, Proxies proxies, AgentsService agents) {
    metrics.states(
        "pillion.proxies",
        "Connected proxies: in-sync, behind (a push is on its way or not accepted yet), rejecting"
            + " (refused what it was sent last), kept-back (is not given what another refused) or"
            + " unserved (status says why)",
        () -> proxies(proxies));
    metrics.states(
        "pillion.agents",
        "Agents: connected, or silent (gone, and its word still counts)",
        () -> agents(agents));
  }

  private static Map<String, Integer> proxies(Proxies proxies) {
    var counts = none("in-sync", "behind", "rejecting", "kept-back", "unserved");
    proxies.statuses().forEach(proxy -> counts.merge(state(proxy), 1, Integer::sum));
    return counts;
  }

  private static String state(ProxyStatus proxy) {
    if (!proxy.problem().isEmpty()) {
      return "unserved";
    }
    if (proxy.inSync()) {
      return "in-sync";
    }
    boolean rejects = proxy.types().stream().anyMatch(type -> type.rejection().isPresent());
    if (rejects) {
      return "rejecting";
    }
    return proxy.keptBack().isEmpty() ? "behind" : "kept-back";
  }

  private static Map<String, Integer> agents(AgentsService agents) {
    var counts = none("connected", "silent");
    agents
        .agents()
        .forEach(
            agent -> counts.merge(agent.connected() ? "connected" : "silent", 1, Integer::sum));
    return counts;
  }

  private static Map<String, Integer> none(String... states) {
    var counts = new TreeMap<String, Integer>();
    for (String state : states) {
      counts.put(state, 0);
    }
    return counts;
  }
}
