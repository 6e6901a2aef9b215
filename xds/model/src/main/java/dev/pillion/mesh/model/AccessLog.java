package dev.pillion.mesh.model;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A file that Envoy writes a line into for each request or connection.
///
/// @param path in Envoy's file system; `/dev/stdout` for its log
/// @param format Envoy's own where there is none
public record AccessLog(String path, Optional<Format> format) {
  /// What a line looks like, with Envoy's commands such as `%RESPONSE_CODE%`.
  public sealed interface Format {
    /// Just so; no line break is added.
    record Text(String text) implements Format {}

    /// A JSON object.
    record Json(Map<String, String> members) implements Format {
      /// Copies its members, sorted.
      public Json {
        members = Collections.unmodifiableMap(new TreeMap<>(members));
      }
    }
  }
}
