package dev.pillion.inject.envoy;

import dev.pillion.mesh.model.ProxyGroup;

/// Which proxy an Envoy is.
///
/// @param cluster of ECS's, as its agent names it
public record ProxyIdentity(
    ProxyGroup group, String taskArn, String family, String revision, String cluster) {
  /// `mesh/<mesh>/virtualNode/<name>/<task id>`: App Mesh's form with the task behind it, so that
  /// each proxy of a group has an id of its own.
  public String nodeId() {
    return group + "/" + taskArn.substring(taskArn.lastIndexOf('/') + 1);
  }
}
