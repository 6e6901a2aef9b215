package dev.pillion.inject.plan;

/// The names of the labels, for those who write them into a task definition or take them out.
public final class LabelNames {
  /// How they all begin.
  public static final String PREFIX = Labels.PREFIX;

  /// `pillion.mesh`.
  public static final String MESH = Labels.MESH.name();

  /// `pillion.virtual-node`.
  public static final String VIRTUAL_NODE = Labels.VIRTUAL_NODE.name();

  /// `pillion.virtual-gateway`.
  public static final String VIRTUAL_GATEWAY = Labels.VIRTUAL_GATEWAY.name();

  /// `pillion.app-ports`.
  public static final String APP_PORTS = Labels.APP_PORTS.name();

  /// `pillion.egress-ignored-ports`.
  public static final String EGRESS_IGNORED_PORTS = Labels.EGRESS_IGNORED_PORTS.name();

  /// `pillion.egress-ignored-ips`.
  public static final String EGRESS_IGNORED_IPS = Labels.EGRESS_IGNORED_IPS.name();

  /// `pillion.ignored-uid`.
  public static final String IGNORED_UID = Labels.IGNORED_UID.name();

  /// `pillion.envoy-memory`.
  public static final String ENVOY_MEMORY = Labels.ENVOY_MEMORY.name();

  /// `pillion.envoy-log-level`.
  public static final String ENVOY_LOG_LEVEL = Labels.ENVOY_LOG_LEVEL.name();

  /// `pillion.bind-mounts`.
  public static final String BIND_MOUNTS = Labels.BIND_MOUNTS.name();

  private LabelNames() {}

  /// Whether a container's label is meant for Pillion, even if its case is wrong.
  public static boolean concerns(String name) {
    return Labels.concerns(name);
  }
}
