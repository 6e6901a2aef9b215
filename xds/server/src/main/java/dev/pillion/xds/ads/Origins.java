package dev.pillion.xds.ads;

import dev.pillion.delta.XdsType;
import dev.pillion.mesh.model.ProxyGroup;

/// Which App Mesh object an Envoy resource was made from.
@FunctionalInterface
public interface Origins {
  /// The object in words, such as `virtualNode/colors, listener 8080`: what to look at when Envoy
  /// refuses the resource.
  ///
  /// @param group the proxies that are sent it
  String of(ProxyGroup group, XdsType type, String name);
}
