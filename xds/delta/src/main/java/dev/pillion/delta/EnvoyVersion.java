package dev.pillion.delta;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.type.v3.SemanticVersion;

/// The version of an Envoy.
public final class EnvoyVersion {
  private EnvoyVersion() {}

  /// As a node says, such as `1.40.0`; empty where it says nothing.
  public static String of(Node node) {
    if (!node.hasUserAgentBuildVersion()) {
      return node.getUserAgentVersion();
    }
    SemanticVersion version = node.getUserAgentBuildVersion().getVersion();
    return "%d.%d.%d"
        .formatted(version.getMajorNumber(), version.getMinorNumber(), version.getPatch());
  }
}
