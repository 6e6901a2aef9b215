package dev.pillion.xds.ads;

import dev.pillion.mesh.model.ProxyGroup;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;

/// The [Quarantine] of each proxy group and version of Envoy that is connected.
final class Quarantines {
  private record Key(ProxyGroup group, String envoyVersion) {}

  private final ConcurrentMap<Key, Quarantine> all = new ConcurrentHashMap<>();

  /// A proxy, or a relay of such, joins those of its kind; close to let it leave.
  Quarantine.Member join(ProxyIdentity proxy, boolean relay, Runnable changed) {
    var member = new AtomicReference<Quarantine.Member>();
    all.compute(
        key(proxy),
        (_, held) -> {
          var quarantine = held != null ? held : new Quarantine();
          member.set(
              relay
                  ? quarantine.joinRelay(proxy.nodeId(), changed)
                  : quarantine.join(proxy.nodeId(), changed));
          return quarantine;
        });
    return member.get();
  }

  /// Lets a proxy leave; what is known of a group without proxies is forgotten.
  void leave(ProxyIdentity proxy, Quarantine.Member member) {
    member.close();
    all.computeIfPresent(key(proxy), (_, held) -> held.isEmpty() ? null : held);
  }

  private static Key key(ProxyIdentity proxy) {
    return new Key(proxy.group(), proxy.envoyVersion());
  }
}
