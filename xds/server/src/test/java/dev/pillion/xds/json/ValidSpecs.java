package dev.pillion.xds.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pillion.mesh.model.Spec;
import java.util.List;
import java.util.Optional;

/// Specifications of test files, held against every rule of the API.
public final class ValidSpecs {
  private ValidSpecs() {}

  /// The meaning of a specification that the API accepts and ignores nothing of.
  public static Spec read(Kind kind, JsonNode spec) {
    SpecJson.Read read = SpecJson.read(kind, spec);
    var valid = assertInstanceOf(SpecJson.Read.Valid.class, read, () -> read + "\n" + spec);
    assertEquals(List.of(), valid.ignored(), spec::toString);
    return valid.document().spec();
  }

  /// The meaning of a specification, if the API accepts it.
  public static Optional<Spec> accepted(Kind kind, String spec) {
    return switch (SpecJson.read(kind, JsonText.parse(spec))) {
      case SpecJson.Read.Valid(var document, _) -> Optional.of(document.spec());
      case SpecJson.Read.Broken _ -> Optional.empty();
    };
  }

  /// JSON that must be well-formed.
  public static JsonNode parse(String text) {
    return JsonText.parse(text);
  }
}
