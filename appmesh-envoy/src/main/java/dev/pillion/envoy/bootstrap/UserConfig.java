package dev.pillion.envoy.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pillion.envoy.settings.Exit;
import dev.pillion.envoy.settings.ImageException;
import dev.pillion.envoy.settings.UserFiles;
import dev.pillion.envoy.settings.Variable;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Merges the user's files into a document, as App Mesh's image does: each may hold any part of a
/// bootstrap document, whatever its variable's name says.
final class UserConfig {
  private static final String RESOURCES = "static_resources";
  private static final String SINKS = "stats_sinks";
  // There can be one of each, and none is better than another.
  private static final Set<String> ONE_ONLY = Set.of("tracing", "stats_config");

  private final ObjectNode root;
  private final Surroundings around;
  private final List<String> warnings;

  private UserConfig(ObjectNode root, Surroundings around, List<String> warnings) {
    this.root = root;
    this.around = around;
    this.warnings = warnings;
  }

  static void merge(ObjectNode root, UserFiles files, Surroundings around, List<String> warnings) {
    var merging = new UserConfig(root, around, warnings);
    merging.merge(Variable.TRACING_FILE, files.tracing());
    merging.merge(Variable.STATS_FILE, files.stats());
    merging.merge(Variable.SINKS_FILE, files.sinks());
    if (files.sinks().isPresent() && !root.has(SINKS)) {
      throw invalid(
          Variable.SINKS_FILE, files.sinks().get() + " has no stats_sinks", "add them to it");
    }
    merging.merge(Variable.RESOURCES_FILE, files.resources());
  }

  private void merge(Variable variable, Optional<String> path) {
    if (path.isEmpty()) {
      return;
    }
    ObjectNode config = Yaml.read(variable, path.get(), around.content(path.get()));
    if (config.isEmpty()) {
      if (variable != Variable.RESOURCES_FILE) {
        throw invalid(variable, path.get() + " is empty", "fill it, or remove the variable");
      }
      warnings.add("%s: %s is empty and is left out".formatted(variable.key(), path.get()));
    }
    for (var member : config.properties()) {
      String key = snakeCase(member.getKey());
      if (!key.equals(member.getKey()) && config.has(key)) {
        throw invalid(
            variable,
            "%s has both %s and %s".formatted(path.get(), key, member.getKey()),
            "put both parts under one of the two");
      }
      put(variable, key, member.getValue());
    }
  }

  private static String snakeCase(String key) {
    return key.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(java.util.Locale.ROOT);
  }

  private void put(Variable variable, String key, JsonNode value) {
    if (ONE_ONLY.contains(key) && root.has(key)) {
      throw invalid(variable, "adds a second " + key, "keep one of them");
    }
    if (key.equals(SINKS)) {
      append(root, SINKS, value);
    } else if (key.equals(RESOURCES) && value instanceof ObjectNode resources) {
      for (String kind : List.of("listeners", "clusters", "secrets")) {
        append(root.withObject("/" + RESOURCES), kind, resources.path(kind));
      }
    } else {
      if (root.has(key)) {
        warnings.add("%s: takes the place of the image's own %s".formatted(variable.key(), key));
      }
      root.set(key, value);
    }
  }

  private static void append(ObjectNode to, String key, JsonNode more) {
    if (more instanceof ArrayNode items) {
      to.withArray(key).addAll(items);
    }
  }

  private static ImageException invalid(Variable variable, String problem, String remedy) {
    return new ImageException(Exit.INVALID, variable.key(), problem, remedy);
  }
}
