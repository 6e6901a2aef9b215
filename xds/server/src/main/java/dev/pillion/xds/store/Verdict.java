package dev.pillion.xds.store;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.xds.json.Resource;

/// What becomes of a write, going by what is known here of the meshes.
sealed interface Verdict {
  /// It was done before, and had this answer.
  record Known(Resource answer) implements Verdict {}

  /// It cannot be done.
  record Refused(MeshException why) implements Verdict {}

  /// It is done once the entry is in the ledger.
  record Accepted(Entry entry, Decisions.Together decision) implements Verdict {}
}
