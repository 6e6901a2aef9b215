package dev.pillion.xds.ads;

import dev.pillion.delta.Verdict;
import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.xds.snapshot.ProxyResources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Envoys that agents serve, as their agents tell, and the relays that these are served from.
public final class RelayedProxies {
  private static final Logger LOG = LoggerFactory.getLogger(RelayedProxies.class);

  private final ProxyResources resources;
  private final Origins origins;

  /* guards everything below; streams and quarantines are asked and told under it, which have locks
  of their own and never call here under those */
  private final Object lock = new Object();
  private final Map<String, Relay> relays = new HashMap<>();
  // By the name of the relay, which need not be here, and node id.
  private final Map<String, Map<String, RelayedProxy>> served = new HashMap<>();
  private final Set<Agent> agents = new LinkedHashSet<>();

  RelayedProxies(ProxyResources resources, Origins origins) {
    this.resources = resources;
    this.origins = origins;
  }

  /// An agent's connection, which will tell of its Envoys; close when it ends.
  public Agent join() {
    var agent = new Agent();
    synchronized (lock) {
      agents.add(agent);
    }
    return agent;
  }

  List<Standing> all() {
    synchronized (lock) {
      var all = new ArrayList<Standing>();
      for (RelayedProxy proxy : proxies()) {
        all.add(new RelayedStanding(proxy, relay(proxy).map(Relay::connection), resources));
      }
      return all;
    }
  }

  Set<ProxyGroup> groups() {
    synchronized (lock) {
      var groups = new HashSet<ProxyGroup>();
      proxies().forEach(proxy -> groups.add(proxy.group()));
      return groups;
    }
  }

  /// A relay's stream has begun.
  void add(String name, ProxyConnection connection) {
    synchronized (lock) {
      relays.put(name, new Relay(connection));
      served
          .getOrDefault(name, Map.of())
          .values()
          .forEach(proxy -> relay(proxy).ifPresent(relay -> relay.heed(proxy)));
    }
  }

  /// A relay has asked for something, or answered.
  void asked(String name) {
    synchronized (lock) {
      Optional.ofNullable(relays.get(name)).ifPresent(Relay::asked);
    }
  }

  /// A relay's stream has ended.
  void remove(String name, ProxyConnection connection) {
    synchronized (lock) {
      relays.computeIfPresent(
          name, (_, relay) -> relay.connection().equals(connection) ? null : relay);
    }
  }

  private List<RelayedProxy> proxies() {
    return agents.stream().flatMap(agent -> agent.proxies.values().stream()).toList();
  }

  private Optional<Relay> relay(RelayedProxy proxy) {
    return Optional.ofNullable(relays.get(proxy.relay()))
        .filter(relay -> relay.connection().identity().group().equals(proxy.group()));
  }

  private void link(RelayedProxy proxy) {
    served.computeIfAbsent(proxy.relay(), _ -> new LinkedHashMap<>()).put(proxy.nodeId(), proxy);
  }

  private void unlink(RelayedProxy proxy) {
    served.computeIfPresent(
        proxy.relay(),
        (_, proxies) -> {
          proxies.remove(proxy.nodeId(), proxy);
          return proxies.isEmpty() ? null : proxies;
        });
  }

  /// What one agent's connection has told.
  public final class Agent implements AutoCloseable {
    private final Map<String, RelayedProxy> proxies = new LinkedHashMap<>();

    private Agent() {}

    /// The agent says where its Envoys stand.
    ///
    /// @param full whether there are no others than these
    /// @param gone the node ids of those that have left
    public void take(boolean full, List<RelayedProxy> told, List<String> gone) {
      synchronized (lock) {
        if (!agents.contains(this)) {
          return;
        }
        var leaving = new LinkedHashSet<>(gone);
        if (full) {
          leaving.addAll(proxies.keySet());
          told.forEach(proxy -> leaving.remove(proxy.nodeId()));
        }
        leaving.forEach(this::leaves);
        told.forEach(this::stands);
        if (full) {
          // An earlier connection of the agent may have told of more.
          told.forEach(proxy -> relay(proxy).ifPresent(relay -> relay.retain(proxies.keySet())));
        }
      }
    }

    private void leaves(String nodeId) {
      RelayedProxy left = proxies.remove(nodeId);
      if (left != null) {
        relay(left).ifPresent(relay -> relay.forget(nodeId));
        unlink(left);
        disconnected(left, "gone");
      }
    }

    private void stands(RelayedProxy proxy) {
      Optional<RelayedProxy> before = Optional.ofNullable(proxies.put(proxy.nodeId(), proxy));
      if (before.isEmpty()) {
        connected(proxy);
      }
      before
          .filter(held -> !held.relay().equals(proxy.relay()))
          .flatMap(RelayedProxies.this::relay)
          .ifPresent(relay -> relay.forget(proxy.nodeId()));
      before.ifPresent(RelayedProxies.this::unlink);
      link(proxy);
      relay(proxy).ifPresent(relay -> relay.heed(proxy));
      List<Verdict.Rejected> known = before.map(RelayedProxy::refusals).orElse(List.of());
      var log = new VerdictLog(proxy.identity(), origins);
      proxy.refusals().stream().filter(refused -> !known.contains(refused)).forEach(log::log);
    }

    /// Its Envoys are not listed any more. What they refuse counts as long as their relays are
    /// connected, lest the loss of this connection alone spread what is bad.
    @Override
    public void close() {
      synchronized (lock) {
        if (agents.remove(this)) {
          for (RelayedProxy proxy : proxies.values()) {
            unlink(proxy);
            disconnected(proxy, "agent-gone");
          }
        }
      }
    }
  }

  private static void connected(RelayedProxy proxy) {
    LOG.info(
        "proxy={} state=connected task={} envoy={} dialect={} relay={}",
        proxy.nodeId(),
        proxy.task(),
        proxy.envoyVersion(),
        proxy.dialect(),
        proxy.relay());
  }

  private static void disconnected(RelayedProxy proxy, String reason) {
    LOG.info("proxy={} state=disconnected reason={}", proxy.nodeId(), reason);
  }
}
