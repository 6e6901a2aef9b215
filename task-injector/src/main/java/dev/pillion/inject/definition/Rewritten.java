package dev.pillion.inject.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pillion.mesh.model.ProxyGroup;
import java.util.List;
import java.util.Optional;

/// A task definition after it was rewritten.
///
/// @param document as `aws ecs register-task-definition --cli-input-json` takes it
/// @param family the definition's
/// @param proxy what its tasks are an instance of, where that had to be known
/// @param changed whether there was anything to do
public record Rewritten(
    JsonNode document,
    String family,
    Optional<ProxyGroup> proxy,
    boolean changed,
    List<Note> notes) {
  /// Copies its list.
  public Rewritten {
    notes = List.copyOf(notes);
  }
}
