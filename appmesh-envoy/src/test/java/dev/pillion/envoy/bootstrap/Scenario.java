package dev.pillion.envoy.bootstrap;

import dev.pillion.envoy.settings.Configuration;
import dev.pillion.envoy.settings.ImageSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// A folder with an environment, the files that it names, and what they give.
record Scenario(Path folder) {
  ImageSettings settings() throws IOException {
    var environment = new HashMap<String, String>();
    for (var line : Files.readAllLines(folder.resolve("environment"))) {
      var assignment = line.split("=", 2);
      environment.put(assignment[0], assignment[1]);
    }
    return ImageSettings.read(environment);
  }

  Document document() throws IOException {
    var settings = settings();
    var around =
        new Surroundings("/home", "/certs/ca.crt", settings.admin().place(), task(), contents());
    return Documents.of((Configuration.Made) settings.configuration(), settings.admin(), around);
  }

  /// All that comes of it, by the name of the file to compare with.
  Map<String, String> texts() throws IOException {
    var document = document();
    var texts = new TreeMap<String, String>();
    texts.put("bootstrap.json", document.text());
    document
        .beside()
        .forEach((path, text) -> texts.put(Path.of(path).getFileName().toString(), text));
    var line = CommandLine.of(settings().supervision(), "/home/bootstrap.json");
    var said = new StringBuilder(String.join(" ", line)).append("\n");
    document.warnings().forEach(warning -> said.append(warning).append("\n"));
    texts.put("command", said.toString());
    return texts;
  }

  private TaskMetadata task() throws IOException {
    Path answer = folder.resolve("task.json");
    return Files.exists(answer) ? TaskMetadata.parse(Files.readString(answer)) : TaskMetadata.NONE;
  }

  private Map<String, String> contents() throws IOException {
    Path files = folder.resolve("files");
    var contents = new HashMap<String, String>();
    if (Files.exists(files)) {
      try (var named = Files.list(files)) {
        for (Path file : named.toList()) {
          contents.put("/files/" + file.getFileName(), Files.readString(file));
        }
      }
    }
    return contents;
  }
}
