package dev.pillion.xds.translate;

import dev.pillion.mesh.model.PortMapping;
import dev.pillion.mesh.model.ServiceDiscovery;

/// One listener of a virtual node that others call: what becomes an egress cluster.
record Target(String virtualNode, PortMapping listener, ServiceDiscovery discovery) {}
