package dev.pillion.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pillion.inject.definition.Injection;
import dev.pillion.inject.definition.Migration;
import dev.pillion.inject.definition.Rewritten;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.PillionVersion;
import dev.pillion.templates.export.ApiDocument;
import dev.pillion.templates.text.Documents;
import dev.pillion.templates.text.Json;
import dev.pillion.templates.text.Lines;
import java.io.PrintWriter;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/// What `pillion migrate` and `pillion inject` do. It is apart from the commands' own classes,
/// which every program loads, with these jars or without them.
final class DefinitionWork {
  private final DefinitionOptions options;
  private final PrintWriter out;
  private final PrintWriter err;

  DefinitionWork(DefinitionOptions options, PrintWriter out, PrintWriter err) {
    this.options = options;
    this.out = out;
    this.err = err;
  }

  void migrate(List<String> remove, String placeholderImage) {
    var choices = new Migration.Choices(new TreeSet<>(remove), placeholderImage);
    run((file, document) -> Migration.of(file, document, choices));
  }

  void inject(InjectCommand given) {
    String version = PillionVersion.current();
    var choices =
        new Injection.Choices(
            given.endpoint(),
            given.envoyImage().orElse("pillion/appmesh-envoy:" + version),
            given.routeManager(),
            given.routeManagerImage().orElse("pillion/route-manager:" + version),
            new TreeMap<>(given.environment()),
            new TreeMap<>(given.secrets()));
    run((file, document) -> Injection.of(file, document, choices));
  }

  /// Each message in lines of a terminal.
  private void run(BiFunction<String, JsonNode, Rewritten> rewriting) {
    try {
      rewrite(rewriting);
    } catch (MeshException e) {
      throw new MeshException(
          e.code(), Lines.wrapped("", "  ", String.valueOf(e.getMessage())).stripTrailing());
    }
  }

  private void rewrite(BiFunction<String, JsonNode, Rewritten> rewriting) {
    String file = options.file();
    String text = InputFiles.read(List.of(file)).firstEntry().getValue();
    String spoken = file.equals("-") ? "standard input" : file;
    Rewritten rewritten = rewriting.apply(spoken, Json.typed(Documents.read(spoken, text)));
    String definition = ApiDocument.pretty(rewritten.document());
    options.output().ifPresent(output -> OutputFile.write(output, definition));
    if (options.json()) {
      out.print(ApiDocument.pretty(DefinitionReport.json(rewritten)));
    } else {
      err.print(DefinitionReport.text(rewritten));
      err.flush();
      if (options.output().isEmpty()) {
        out.print(definition);
      }
    }
    out.flush();
  }
}
