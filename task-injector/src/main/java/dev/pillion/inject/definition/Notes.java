package dev.pillion.inject.definition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What became of a task definition, as it is found.
final class Notes {
  private final List<Note> notes = new ArrayList<>();

  void label(String name, String value, String from) {
    notes.add(new Note(Note.Kind.LABEL, "%s=%s".formatted(name, value), from));
  }

  void added(String subject, String text) {
    notes.add(new Note(Note.Kind.ADDED, subject, text));
  }

  void changed(String subject, String text) {
    notes.add(new Note(Note.Kind.CHANGED, subject, text));
  }

  void removed(String subject, String text) {
    notes.add(new Note(Note.Kind.REMOVED, subject, text));
  }

  void kept(String subject, String text) {
    notes.add(new Note(Note.Kind.KEPT, subject, text));
  }

  void left(String subject, String text) {
    notes.add(new Note(Note.Kind.LEFT, subject, text));
  }

  /// All of them by kind, each kind in the order in which it was found.
  List<Note> all() {
    return notes.stream().sorted(Comparator.comparing(Note::kind)).toList();
  }
}
