package dev.pillion.inject.plan;

/// What this host gives to every task it meshes.
///
/// @param runDirectory absolute; holds `tasks/<task id>`
/// @param envoyImage for tasks without `pillion.envoy-image`
public record InjectorConfig(String runDirectory, String envoyImage, String routeManagerImage) {
  /// The port that inbound connections are redirected to, as in App Mesh.
  public static final int INGRESS_PORT = 15000;

  /// The port that outbound connections are redirected to, as in App Mesh.
  public static final int EGRESS_PORT = 15001;

  /// The user that Envoy runs as and whose traffic is left alone, as in App Mesh.
  public static final int PROXY_UID = 1337;
}
