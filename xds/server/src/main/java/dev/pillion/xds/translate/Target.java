package dev.pillion.xds.translate;

import dev.pillion.mesh.listener.Listener;
import dev.pillion.mesh.model.IpPreference;
import dev.pillion.mesh.model.ServiceDiscovery;
import java.util.Optional;

/// One listener of a virtual node that others call: what becomes an egress cluster.
///
/// @param preference the virtual node's own, else the mesh's
/// @param tls nothing where it is called in plain text
record Target(
    String virtualNode,
    Listener listener,
    ServiceDiscovery discovery,
    IpPreference preference,
    Optional<CallerTls> tls) {}
