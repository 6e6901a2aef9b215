package dev.pillion.cli;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.templates.Meshes;
import dev.pillion.templates.client.AppMesh;
import dev.pillion.templates.export.ApiDocument;
import dev.pillion.templates.export.TemplateDocument;
import dev.pillion.templates.resource.Present;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What `pillion export` does.
final class ExportWork {
  private final ApiOptions api;
  private final PrintWriter out;
  private final PrintWriter err;

  ExportWork(ApiOptions api, PrintWriter out, PrintWriter err) {
    this.api = api;
    this.out = out;
    this.err = err;
  }

  void export(List<String> meshes, String format, Optional<Path> output) {
    Function<Collection<Present>, String> writer = writer(format);
    try (AppMesh server = ApiAccess.open(api)) {
      List<Present> resources = new Meshes(server, new ProgressLine(err)).read(meshes);
      String text = writer.apply(resources);
      if (output.isPresent()) {
        OutputFile.write(output.get(), text);
        err.println("%s: %d resources".formatted(output.get(), resources.size()));
      } else {
        out.print(text);
      }
      out.flush();
      err.flush();
    }
  }

  private static Function<Collection<Present>, String> writer(String format) {
    return switch (format) {
      case "json" -> ApiDocument::text;
      case "template" -> TemplateDocument::yaml;
      case "template-json" -> TemplateDocument::json;
      default ->
          throw new MeshException(
              MeshException.Code.INVALID,
              "--format " + format,
              "there is no such format",
              "give json, template or template-json");
    };
  }
}
