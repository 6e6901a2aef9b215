package dev.pillion.xds.ads;

import dev.pillion.delta.ResourceStatus;
import java.util.List;

/// An Envoy that is served, by this server or by an agent from what this server sends it.
interface Standing {
  ProxyIdentity identity();

  /// Where it stands.
  ProxyStatus status();

  /// What it was sent.
  List<ResourceStatus> sent();
}
