package dev.pillion.mesh.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// How the instances of a virtual node are found.
public sealed interface ServiceDiscovery {
  /// Which of an instance's addresses are used; the mesh's choice where nothing is said.
  IpPreference ipPreference();

  /// The name by which a certificate of the virtual node is expected to know it.
  String name();

  /// By name; Envoy resolves it.
  record Dns(String hostname, Response response, IpPreference ipPreference)
      implements ServiceDiscovery {
    @Override
    public String name() {
      return hostname;
    }
  }

  /// How many of a name's addresses are used.
  enum Response {
    /// The first one: the name is a load balancer's. App Mesh's default.
    LOADBALANCER,
    /// Each is an instance of its own.
    ENDPOINTS
  }

  /// By AWS Cloud Map; an instance must carry all the attributes.
  record CloudMap(
      String namespace, String service, Map<String, String> attributes, IpPreference ipPreference)
      implements ServiceDiscovery {
    /// Copies its attributes, sorted.
    public CloudMap {
      attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    }

    @Override
    public String name() {
      return service + "." + namespace;
    }
  }
}
