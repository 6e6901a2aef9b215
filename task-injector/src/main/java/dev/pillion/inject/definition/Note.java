package dev.pillion.inject.definition;

import java.util.Locale;

/// One thing that became of a task definition.
///
/// @param subject a part of the definition, or of what it becomes
/// @param text what became of it, and what may be left to do
public record Note(Kind kind, String subject, String text) {
  /// What became of it, in the order in which a reader wants it.
  public enum Kind {
    /// It is a label now.
    LABEL,
    /// It was put in.
    ADDED,
    /// It was made another.
    CHANGED,
    /// It is gone, and something of the mesh does what it did.
    REMOVED,
    /// It stays, which is not a matter of course.
    KEPT,
    /// It is gone, or stays, and nothing does what it did: the reader decides.
    LEFT;

    /// For reports: `left`.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
