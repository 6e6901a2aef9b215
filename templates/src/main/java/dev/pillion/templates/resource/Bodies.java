package dev.pillion.templates.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pillion.templates.text.Problems;
import dev.pillion.xds.json.RequestJson;
import dev.pillion.xds.json.WriteRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/// Holds what files say against the rules that the server will hold it against.
public final class Bodies {
  private Bodies() {}

  /// The resource, if it keeps every rule; else a problem for each that it does not.
  ///
  /// @param tags a list of keys and values, as the API has it
  public static Optional<Wanted> wanted(
      ResourceKey key, JsonNode spec, JsonNode tags, String source, Problems problems) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put(key.kind().nameMember(), key.name());
    body.set("spec", spec);
    body.set("tags", tags);
    var read = RequestJson.create(key.kind(), body.toString().getBytes(StandardCharsets.UTF_8));
    return switch (read) {
      case WriteRequest.Valid valid -> {
        valid
            .ignored()
            .forEach(path ->
                problems.add(source, "App Mesh has no " + path, "correct it or take it out"));
        yield Optional.of(new Wanted(key, valid.spec(), valid.tags(), source, Set.of()));
      }
      case WriteRequest.Broken broken -> {
        broken.violations().forEach(rule -> problems.add(source, rule, "correct it there"));
        yield Optional.empty();
      }
    };
  }
}
