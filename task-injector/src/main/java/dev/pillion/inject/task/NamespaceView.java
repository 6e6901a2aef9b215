package dev.pillion.inject.task;

import java.util.List;
import java.util.Set;

/// What one look into the task's network namespace found.
///
/// @param foreignRedirects chains of App Mesh's or Service Connect's own that redirect already
/// @param listening TCP ports that something listens on
public record NamespaceView(List<String> foreignRedirects, Set<Integer> listening) {
  /// A namespace that nobody has looked into, or with nothing of note in it.
  public static final NamespaceView EMPTY = new NamespaceView(List.of(), Set.of());

  /// Copies its collections.
  public NamespaceView {
    foreignRedirects = List.copyOf(foreignRedirects);
    listening = Set.copyOf(listening);
  }
}
