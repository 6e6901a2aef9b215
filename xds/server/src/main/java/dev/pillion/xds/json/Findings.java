package dev.pillion.xds.json;

import java.util.ArrayList;
import java.util.List;

/// What a look at one specification found. Paths are those of the request, without `spec.`.
final class Findings {
  private final List<String> violations = new ArrayList<>();
  private final List<String> untranslated = new ArrayList<>();
  private final List<String> ignored = new ArrayList<>();

  /// A rule is broken: the sentence says what must hold.
  void violation(String path, String must) {
    violations.add((path.isEmpty() ? "spec" : "spec." + path) + " " + must);
  }

  /// The member is kept, but no Envoy is sent it. Of a member and those inside it, the outermost is
  /// named; the walk meets it first.
  void untranslated(String path) {
    if (untranslated.isEmpty() || !inside(path, untranslated.getLast())) {
      untranslated.add(path);
    }
  }

  /// App Mesh's model has no such member.
  void ignored(String path) {
    ignored.add("spec." + path);
  }

  private static boolean inside(String path, String outer) {
    return path.startsWith(outer + ".") || path.startsWith(outer + "[");
  }

  List<String> violations() {
    return List.copyOf(violations);
  }

  List<String> untranslated() {
    return List.copyOf(untranslated);
  }

  List<String> ignored() {
    return List.copyOf(ignored);
  }
}
