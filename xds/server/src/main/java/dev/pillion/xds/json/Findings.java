package dev.pillion.xds.json;

import java.util.ArrayList;
import java.util.List;

/// What a look at one specification found. Paths are those of the request, without `spec.`.
final class Findings {
  private final List<String> violations = new ArrayList<>();
  private final List<String> ignored = new ArrayList<>();

  /// A rule is broken: the sentence says what must hold.
  void violation(String path, String must) {
    violations.add((path.isEmpty() ? "spec" : "spec." + path) + " " + must);
  }

  /// App Mesh's model has no such member.
  void ignored(String path) {
    ignored.add("spec." + path);
  }

  List<String> violations() {
    return List.copyOf(violations);
  }

  List<String> ignored() {
    return List.copyOf(ignored);
  }
}
