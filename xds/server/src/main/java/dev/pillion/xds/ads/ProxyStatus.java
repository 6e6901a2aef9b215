package dev.pillion.xds.ads;

import dev.pillion.delta.TypeStatus;
import dev.pillion.mesh.model.ProxyGroup;
import java.time.Instant;
import java.util.List;

/// Where one proxy stands.
///
/// @param nodeId as its agent or it itself gave it
/// @param task the ARN of its task; empty when it dialled the server itself
/// @param group what it stands for
/// @param connected since when
/// @param envoyVersion such as `1.40.0`; empty if it did not say
/// @param dialect `delta` or `state-of-the-world`
/// @param types the types it asked the server or its agent for, in the order in which they are
///   pushed
/// @param inSync whether it has accepted the newest of everything
/// @param keptBack what is kept from it because another proxy refuses it
/// @param problem why it is sent nothing; empty if nothing keeps it from being served
public record ProxyStatus(
    String nodeId,
    String task,
    ProxyGroup group,
    Instant connected,
    String envoyVersion,
    String dialect,
    List<TypeStatus> types,
    boolean inSync,
    List<KeptBack> keptBack,
    String problem) {
  /// Copies the lists.
  public ProxyStatus {
    types = List.copyOf(types);
    keptBack = List.copyOf(keptBack);
  }
}
