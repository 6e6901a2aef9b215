package dev.pillion.templates.evaluate;

import dev.pillion.templates.text.Value;
import java.util.List;
import java.util.Optional;

/// A resource of a template, as it was written.
///
/// @param id its logical id
/// @param condition the condition that it depends on, if it does
record Declared(
    String id,
    String type,
    Value.Members properties,
    List<String> dependsOn,
    Optional<String> condition) {
  static final String APP_MESH = "AWS::AppMesh::";

  Declared {
    dependsOn = List.copyOf(dependsOn);
  }

  boolean isAppMesh() {
    return type.startsWith(APP_MESH);
  }

  /// The word for an App Mesh resource: `VirtualNode`.
  String word() {
    return type.substring(APP_MESH.length());
  }
}
