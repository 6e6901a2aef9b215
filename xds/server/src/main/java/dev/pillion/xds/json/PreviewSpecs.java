package dev.pillion.xds.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Specifications of API version 2018-10-01 as those of 2019-01-25, and back. Three things have
/// other names: backends are plain strings, a DNS name is a `serviceName`, and a virtual router has
/// the names of its virtual services, which are resources of their own since.
final class PreviewSpecs {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private PreviewSpecs() {}

  /// What the preview said, in the words of today; what is no virtual node's says the same in both.
  static JsonNode today(Kind kind, JsonNode preview) {
    if (kind != Kind.VIRTUAL_NODE || !(preview instanceof ObjectNode spec)) {
      return preview;
    }
    ObjectNode today = spec.deepCopy();
    if (spec.path("backends") instanceof ArrayNode backends) {
      ArrayNode named = today.putArray("backends");
      backends.forEach(backend -> named.add(wrapped(backend)));
    }
    rename(today, "serviceName", "hostname");
    return today;
  }

  /// What of a specification of today the preview can say.
  static JsonNode preview(Kind kind, JsonNode today) {
    JsonNode spec = today.deepCopy();
    if (kind == Kind.VIRTUAL_NODE && spec instanceof ObjectNode node) {
      if (today.path("backends") instanceof ArrayNode backends) {
        ArrayNode names = node.putArray("backends");
        backends.forEach(
            backend -> names.add(backend.path("virtualService").path("virtualServiceName")));
      }
      rename(node, "hostname", "serviceName");
    }
    return new ShapeCheck(new Findings()).kept(spec, PreviewShapes.of(kind), "");
  }

  /// The paths in a specification of today that the preview cannot say.
  static List<String> unsaid(Kind kind, JsonNode today) {
    var lost = new ArrayList<String>();
    lost("spec", today, today(kind, preview(kind, today)), lost);
    return lost;
  }

  private static void lost(String path, JsonNode from, JsonNode to, List<String> lost) {
    for (Map.Entry<String, JsonNode> member : from.properties()) {
      String at = path + "." + member.getKey();
      if (to.has(member.getKey())) {
        lost(at, member.getValue(), to.path(member.getKey()), lost);
      } else {
        lost.add(at);
      }
    }
    if (from.isArray()) {
      for (int i = 0; i < from.size(); i++) {
        lost(path + "[" + i + "]", from.path(i), to.path(i), lost);
      }
    }
  }

  private static JsonNode wrapped(JsonNode backend) {
    ObjectNode named = JSON.objectNode();
    named.putObject("virtualService").set("virtualServiceName", backend);
    return named;
  }

  private static void rename(ObjectNode spec, String from, String to) {
    if (spec.path("serviceDiscovery").path("dns") instanceof ObjectNode dns && dns.has(from)) {
      JsonNode name = dns.remove(from);
      dns.set(to, name);
    }
  }
}
