package dev.pillion.xds.store;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.xds.json.Resource;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// Says what becomes of writes, their client tokens included. For the writer's thread.
record Verdicts(Ledger ledger, Decisions decisions, Clock clock) {
  /// @param known the meshes as they are known here
  Verdict of(List<Change> changes, Standing known) {
    String mesh = changes.getFirst().mesh();
    Optional<MeshContent> before = known.content(mesh);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Optional<Verdict> earlier = earlier(changes.getFirst(), before, now);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    long version = known.version(mesh);
    try {
      var decision =
          decisions.decide(changes, before.orElse(null), version, known.meshes().size(), now);
      return new Verdict.Accepted(
          Entry.of(changes, before, decision.answers(), version + 1, now), decision);
    } catch (MeshException e) {
      return new Verdict.Refused(e);
    }
  }

  /// What the token's earlier use says of this one, if the resource is still the one that it was
  /// used for.
  private Optional<Verdict> earlier(Change change, Optional<MeshContent> mesh, Instant now) {
    Optional<Resource> present = mesh.map(content -> content.resources().get(change.id()));
    if (change.token().isEmpty() || present.isEmpty()) {
      return Optional.empty();
    }
    ClientToken token = change.token().get();
    return ledger
        .used(change, token, now.minus(Entry.TOKEN_LIFE))
        .filter(used -> used.answer().metadata().uid().equals(present.get().metadata().uid()))
        .map(used ->
            used.fingerprint().equals(token.fingerprint())
                ? new Verdict.Known(used.answer())
                : new Verdict.Refused(Refusals.tokenUsed(token.token())));
  }
}
