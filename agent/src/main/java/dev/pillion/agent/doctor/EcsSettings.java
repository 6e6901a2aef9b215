package dev.pillion.agent.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The ECS agent's settings, as its file has them.
record EcsSettings(Path file, Map<String, String> values) {
  EcsSettings {
    values = Map.copyOf(values);
  }

  /// Those of a file; none on a host without the ECS agent, which has no such file.
  static EcsSettings read(Path file) {
    var values = new HashMap<String, String>();
    try {
      for (String line : Files.readAllLines(file)) {
        int equals = line.indexOf('=');
        if (equals > 0) {
          values.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
        }
      }
    } catch (IOException _) {
      return new EcsSettings(file, Map.of());
    }
    return new EcsSettings(file, values);
  }

  /// What a setting is; the empty text where the file does not have it.
  String of(String key) {
    return values.getOrDefault(key, "");
  }
}
