package dev.pillion.xds.translate;

import dev.pillion.mesh.model.Backend;
import dev.pillion.mesh.model.VirtualGatewaySpec;
import dev.pillion.mesh.model.VirtualNodeSpec;
import dev.pillion.mesh.tls.ClientPolicy;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Who calls: the virtual services that are called, sorted, each with the policy for it.
record Caller(SortedMap<String, Optional<ClientPolicy>> services) {
  /// A virtual node calls its backends. A backend's own policy takes the default's place whole.
  static Caller of(VirtualNodeSpec node) {
    var services = new TreeMap<String, Optional<ClientPolicy>>();
    for (Backend backend : node.backends()) {
      services.putIfAbsent(backend.virtualService(), backend.clientPolicy().or(node::clientPolicy));
    }
    return new Caller(services);
  }

  /// A virtual gateway calls what its routes lead to.
  static Caller of(VirtualGatewaySpec gateway, Iterable<String> targets) {
    var services = new TreeMap<String, Optional<ClientPolicy>>();
    targets.forEach(target -> services.put(target, gateway.clientPolicy()));
    return new Caller(services);
  }
}
