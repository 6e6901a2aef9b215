package dev.pillion.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pillion.inject.definition.Injection;
import dev.pillion.inject.definition.Migration;
import dev.pillion.localecs.TaskDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// App Mesh's task definition as `pillion migrate` makes it one with labels, and as `pillion
/// inject` then gives it an Envoy again.
final class RewrittenDefinition {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RewrittenDefinition() {}

  static TaskDefinition of(Path appMesh, String endpoint, Map<String, String> variables) {
    try {
      var labelled =
          Migration.of(
              appMesh.toString(),
              JSON.readTree(appMesh.toFile()),
              new Migration.Choices(new TreeSet<>(), "none"));
      var choices =
          new Injection.Choices(
              endpoint,
              DropInTasks.IMAGE,
              false,
              "none",
              new TreeMap<>(variables),
              new TreeMap<>());
      var injected = Injection.of(appMesh.toString(), labelled.document(), choices);
      Path file = Files.createTempFile("injected", ".json");
      try {
        return TaskDefinition.read(Files.writeString(file, injected.document().toString()));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
