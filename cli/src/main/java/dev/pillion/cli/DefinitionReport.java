package dev.pillion.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pillion.inject.definition.Note;
import dev.pillion.inject.definition.Rewritten;
import dev.pillion.templates.text.Lines;

/// What became of a task definition, for people and for programs.
final class DefinitionReport {
  private static final int WORD = 9;

  private DefinitionReport() {}

  static String text(Rewritten rewritten) {
    var text = new StringBuilder();
    String what =
        rewritten
            .proxy()
            .map(proxy ->
                "%s '%s' of mesh '%s'".formatted(proxy.kind().spoken(), proxy.name(), proxy.mesh()))
            .orElse(rewritten.changed() ? "changed" : "not changed");
    text.append(Lines.wrapped("", "  ", rewritten.family() + ": " + what));
    for (Note note : rewritten.notes()) {
      text.append(
          Lines.wrapped(
              ("  %-" + WORD + "s").formatted(note.kind().word()),
              " ".repeat(WORD + 2),
              note.subject() + ": " + note.text()));
    }
    return text.toString();
  }

  static JsonNode json(Rewritten rewritten) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("family", rewritten.family()).put("changed", rewritten.changed());
    rewritten
        .proxy()
        .ifPresent(proxy -> {
          json.put("mesh", proxy.mesh());
          json.put(proxy.kind().word(), proxy.name());
        });
    var notes = json.putArray("notes");
    for (Note note : rewritten.notes()) {
      notes
          .addObject()
          .put("kind", note.kind().word())
          .put("subject", note.subject())
          .put("text", note.text());
    }
    json.set("document", rewritten.document());
    return json;
  }
}
