package dev.pillion.xds.translate;

import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.mesh.state.MeshState;
import dev.pillion.mesh.state.Presence;
import dev.pillion.mesh.tls.CertificateFiles;

/// The mesh as a proxy group's Envoys are to see it. A pure function: the same mesh gives the same
/// bytes, on every replica and after every restart.
///
/// @param files what stands for the certificates that the mesh names by ARN
public record Translator(AddressFamilies families, CertificateFiles files) {
  /// Translates one proxy group of a mesh.
  public Translation translate(MeshState mesh, ProxyGroup group) {
    var reads = Reads.of(mesh, group);
    var made = new Assembly();
    switch (Presence.of(mesh, group)) {
      case Presence.Node(var node) ->
          new NodeTranslation(mesh, group.name(), node, this, made).run();
      case Presence.Gateway(var gateway) ->
          new GatewayTranslation(mesh, group.name(), gateway, this, made).run();
      case Presence.Not(var problem) -> {
        return new Translation.Missing(problem, reads);
      }
    }
    return new Translation.Translated(made.resources(), made.problems(), reads);
  }
}
