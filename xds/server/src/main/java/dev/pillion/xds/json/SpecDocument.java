package dev.pillion.xds.json;

import dev.pillion.mesh.model.Spec;
import dev.pillion.mesh.state.Reference;
import java.util.List;

/// A specification as it was sent, and what it means.
///
/// @param text the JSON to echo: members and items in the order in which they were sent, no
///   defaults put in; nulls and members unknown to App Mesh's model are left out
/// @param references the resources it names that must exist
public record SpecDocument(String text, Spec spec, List<Reference> references) {
  /// Copies its list.
  public SpecDocument {
    references = List.copyOf(references);
  }
}
