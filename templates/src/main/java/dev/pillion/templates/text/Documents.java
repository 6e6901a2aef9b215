package dev.pillion.templates.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.pillion.mesh.model.MeshException;

/// Reads what a file has: JSON, or YAML with CloudFormation's short tags.
public final class Documents {
  private Documents() {}

  /// The value that the text is.
  ///
  /// @param file what messages call it; `.yaml` and `.yml` may have YAML's own braces
  public static Value read(String file, String text) {
    String trimmed = text.stripLeading();
    boolean braces = trimmed.startsWith("{") || trimmed.startsWith("[");
    if (!braces || file.endsWith(".yaml") || file.endsWith(".yml")) {
      return Yaml.read(file, text);
    }
    try {
      return Json.read(text);
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw new MeshException(
          MeshException.Code.INVALID,
          file,
          "it is no JSON: line %d, column %d: %s"
              .formatted(
                  at == null ? 0 : at.getLineNr(),
                  at == null ? 0 : at.getColumnNr(),
                  e.getOriginalMessage().replaceFirst(" \\(start marker at .*", "")),
          "correct it there; $VARIABLES of a script's must be filled in first");
    }
  }
}
