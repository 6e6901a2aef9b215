package dev.pillion.agent.report;

import dev.pillion.agent.relay.ServedProxy;
import dev.pillion.agent.v1.ProxyReport;
import dev.pillion.agent.v1.RelayedProxy;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The Envoys of the host, as the server is told of them, by node id. Of two of one task, as there
/// are for a moment when one takes the other's place, the newer counts.
record SpokenProxies(SortedMap<String, RelayedProxy> all) {
  static final SpokenProxies NONE = new SpokenProxies(Collections.emptySortedMap());

  static SpokenProxies of(Collection<ServedProxy> proxies) {
    var newest = new TreeMap<String, ServedProxy>();
    for (ServedProxy proxy : proxies) {
      newest.merge(
          proxy.nodeId(),
          proxy,
          (one, other) -> one.connected().isAfter(other.connected()) ? one : other);
    }
    var all = new TreeMap<String, RelayedProxy>();
    newest.forEach((id, proxy) -> all.put(id, Wire.proxy(proxy)));
    return new SpokenProxies(Collections.unmodifiableSortedMap(all));
  }

  /// What is to be said after that; empty when it is the same.
  Optional<ProxyReport> since(Optional<SpokenProxies> said) {
    if (said.filter(this::equals).isPresent()) {
      return Optional.empty();
    }
    Map<String, RelayedProxy> before = said.map(SpokenProxies::all).orElse(NONE.all());
    var report = ProxyReport.newBuilder().setFull(said.isEmpty());
    all.forEach((id, proxy) -> {
      if (!proxy.equals(before.get(id))) {
        report.addProxies(proxy);
      }
    });
    before.keySet().stream().filter(id -> !all.containsKey(id)).forEach(report::addGone);
    return Optional.of(report.build());
  }
}
