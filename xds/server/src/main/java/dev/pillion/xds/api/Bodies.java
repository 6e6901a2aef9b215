package dev.pillion.xds.api;

import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.state.References;
import dev.pillion.xds.json.RouteProtocols;
import dev.pillion.xds.json.WriteRequest;
import dev.pillion.xds.store.ClientToken;
import dev.pillion.xds.store.MeshStore;
import dev.pillion.xds.store.Refusals;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Bodies of writes, accepted or refused as far as that needs no lock on what is there.
record Bodies(MeshStore store, Refusals refusals) {
  private static final Logger LOG = LoggerFactory.getLogger(Bodies.class);

  /// The request, if its body keeps the rules; else all that is wrong with it, the resources that
  /// it names and the mesh lacks included.
  WriteRequest.Valid valid(String mesh, ResourceId id, WriteRequest request) {
    return switch (request) {
      case WriteRequest.Valid valid -> {
        if (!valid.ignored().isEmpty()) {
          LOG.info("mesh={} resource={} ignored={}", mesh, id.tail(), valid.ignored());
        }
        store
            .mesh(mesh)
            .map(state -> RouteProtocols.warnings(state, id, valid.spec()))
            .orElse(List.of())
            .forEach(warning ->
                LOG.warn(
                    "mesh={} resource={} problem=\"{}\" remedy=\"give one the other's protocol\"",
                    mesh,
                    id.tail(),
                    warning));
        yield valid;
      }
      case WriteRequest.Broken broken -> {
        var missing =
            store
                .newest(mesh)
                .map(state -> References.missing(state, broken.references()))
                .orElse(List.of());
        throw refusals.broken(mesh, id, broken.violations(), missing);
      }
    };
  }

  /// The request's client token, with what it stands for.
  static Optional<ClientToken> token(WriteRequest.Valid request) {
    return request.clientToken().map(token -> new ClientToken(token, request.fingerprint()));
  }
}
