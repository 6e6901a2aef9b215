package dev.pillion.templates.export;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pillion.mesh.model.ResourceId;
import dev.pillion.templates.Desired;
import dev.pillion.templates.evaluate.Given;
import dev.pillion.templates.resource.Present;
import dev.pillion.templates.resource.ResourceKey;
import dev.pillion.templates.resource.Specs;
import dev.pillion.templates.resource.Wanted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExportTest {
  private static final Given NOTHING =
      new Given(
          new TreeMap<>(),
          new TreeMap<>(),
          new TreeMap<>(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /// Names and texts that YAML, JSON and CloudFormation could each take for another thing.
  private static final List<Present> ODD =
      List.of(
          present(new ResourceId.Mesh(), "{}", Map.of("a", "${b}", "yes", "no", "empty", "")),
          present(new ResourceId.VirtualNode("null"), node("/dev/stdout"), Map.of()),
          present(
              new ResourceId.VirtualNode("front"), node("%START_TIME% \\\"é😀\\\"\\n"), Map.of()),
          present(new ResourceId.VirtualNode("Front"), node(" # no comment: 'a' "), Map.of()),
          present(
              new ResourceId.VirtualNode("front."), node("\\u007f\\u0085\\u2028\\ufeff"), Map.of()),
          present(new ResourceId.VirtualNode("012"), node("012"), Map.of()),
          present(new ResourceId.VirtualNode("-"), node("- a"), Map.of()),
          present(
              new ResourceId.VirtualService("a:b/c"),
              "{\"provider\":{\"virtualNode\":{\"virtualNodeName\":\"null\"}}}",
              Map.of()));

  @ParameterizedTest
  @ValueSource(strings = {"json", "yaml", "template.json"})
  void whatIsExportedIsReadAsTheSame(String form) {
    var files = new LinkedHashMap<String, String>();
    files.put(
        "export." + form,
        switch (form) {
          case "json" -> ApiDocument.text(ODD);
          case "yaml" -> TemplateDocument.yaml(ODD);
          default -> TemplateDocument.json(ODD);
        });
    var read = new TreeMap<ResourceKey, Wanted>();
    Desired.read(files, NOTHING, Optional.empty())
        .wanted()
        .forEach(one -> read.put(one.key(), one));
    assertEquals(ODD.size(), read.size());
    for (Present present : ODD) {
      var wanted = java.util.Objects.requireNonNull(read.get(present.key()));
      assertEquals(present.spec().toString(), wanted.document().text());
      assertEquals(present.tags(), wanted.tags());
    }
  }

  private static String node(String path) {
    return "{\"logging\":{\"accessLog\":{\"file\":{\"path\":\"" + path + "\"}}}}";
  }

  private static Present present(ResourceId id, String spec, Map<String, String> tags) {
    return new Present(new ResourceKey("shop", id), "arn", Specs.parse(spec), new TreeMap<>(tags));
  }
}
