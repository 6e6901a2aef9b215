package dev.pillion.envoy.bootstrap;

import dev.pillion.envoy.settings.Admin;
import java.util.Map;

/// What a document depends on besides the environment.
///
/// @param home the directory for what is written beside the document
/// @param authority the certificates of the image's own authorities
/// @param adminPlace where Envoy itself takes admin requests
/// @param task what ECS says of the task
/// @param contents of the files that the environment names, by their path
public record Surroundings(
    String home,
    String authority,
    Admin.Place adminPlace,
    TaskMetadata task,
    Map<String, String> contents) {
  /// Copies the contents.
  public Surroundings {
    contents = Map.copyOf(contents);
  }

  String content(String path) {
    return contents.getOrDefault(path, "");
  }
}
