package dev.pillion.mesh.state;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// For whom a mesh takes in no more tasks. Tags of the mesh say so, so that whatever speaks App
/// Mesh's API can switch it: `pillion:injection`, `pillion:injection:cluster:<name>` and
/// `pillion:injection:host:<id>`, each with the value `off`. Another value is as no tag. Tasks that
/// are in the mesh stay.
///
/// @param everywhere for all
/// @param clusters ECS clusters by name
/// @param hosts container instances by the last part of their ARN, other hosts by name
public record InjectionSwitch(boolean everywhere, Set<String> clusters, Set<String> hosts) {
  /// Off for nobody.
  public static final InjectionSwitch ON = new InjectionSwitch(false, Set.of(), Set.of());

  /// The tag for all.
  public static final String TAG = "pillion:injection";

  /// What the tag of a cluster begins with.
  public static final String CLUSTER_TAG = TAG + ":cluster:";

  /// What the tag of a host begins with.
  public static final String HOST_TAG = TAG + ":host:";

  /// The value that switches off.
  public static final String OFF = "off";

  /// Copies its sets.
  public InjectionSwitch {
    clusters = Set.copyOf(clusters);
    hosts = Set.copyOf(hosts);
  }

  /// Reads a mesh's tags.
  public static InjectionSwitch of(Map<String, String> tags) {
    return new InjectionSwitch(
        OFF.equals(tags.get(TAG)), named(tags, CLUSTER_TAG), named(tags, HOST_TAG));
  }

  private static Set<String> named(Map<String, String> tags, String beginning) {
    var names = new TreeSet<String>();
    tags.forEach((key, value) -> {
      if (key.length() > beginning.length() && key.startsWith(beginning) && value.equals(OFF)) {
        names.add(key.substring(beginning.length()));
      }
    });
    return names;
  }

  /// Why tasks on a host are not taken in, with the remedy; empty where they are.
  ///
  /// @param cluster by its name or ARN
  /// @param host by its container instance's ARN or its name
  public Optional<String> off(String mesh, String cluster, String host) {
    if (everywhere) {
      return Optional.of(told(mesh, "", ""));
    }
    if (clusters.contains(last(cluster))) {
      return Optional.of(told(mesh, " in cluster " + last(cluster), " --cluster " + last(cluster)));
    }
    return hosts.contains(last(host))
        ? Optional.of(told(mesh, " on host " + last(host), " --host " + last(host)))
        : Optional.empty();
  }

  private static String told(String mesh, String where, String option) {
    return "injection is off for mesh %s%s; pillion injection on %s%s switches it on"
        .formatted(mesh, where, mesh, option);
  }

  private static String last(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }
}
