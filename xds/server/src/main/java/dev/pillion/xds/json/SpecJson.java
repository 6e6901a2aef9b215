package dev.pillion.xds.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.state.Reference;
import java.util.List;

/// Reads specifications: those that clients send, held against every rule that needs no other
/// resource, and those that the store kept.
public final class SpecJson {
  private SpecJson() {}

  /// What a specification turned out to be.
  sealed interface Read {
    /// All rules hold; `ignored` are the paths that App Mesh's model does not have.
    record Valid(SpecDocument document, List<String> ignored) implements Read {}

    /// Some rule does not.
    record Broken(List<String> violations, List<Reference> references) implements Read {}
  }

  static Read read(Kind kind, JsonNode spec) {
    var findings = new Findings();
    JsonNode kept = inspect(kind, spec, findings);
    List<Reference> references = SpecReferences.of(kind, kept);
    return findings.violations().isEmpty()
        ? new Read.Valid(document(kind, kept, references), findings.ignored())
        : new Read.Broken(findings.violations(), references);
  }

  /// A specification that was valid when it was stored. It is not judged again: a rule that came
  /// later must not make a mesh unreadable.
  public static SpecDocument stored(Kind kind, String text) {
    try {
      var findings = new Findings();
      JsonNode kept = inspect(kind, JsonText.parse(text), findings);
      List<Reference> references = SpecReferences.of(kind, kept);
      return new SpecDocument(text, SpecReader.read(kind, kept), references);
    } catch (RuntimeException e) {
      var broken =
          new MeshException(
              MeshException.Code.INTERNAL,
              "stored " + kind.word(),
              "its specification cannot be read: " + text,
              "restore the data directory from a backup, or report this as a defect");
      broken.initCause(e);
      throw broken;
    }
  }

  private static SpecDocument document(Kind kind, JsonNode kept, List<Reference> references) {
    return new SpecDocument(kept.toString(), SpecReader.read(kind, kept), references);
  }

  private static JsonNode inspect(Kind kind, JsonNode spec, Findings findings) {
    JsonNode kept = new ShapeCheck(findings).kept(spec, SpecShapes.of(kind), "");
    switch (kind) {
      case VIRTUAL_NODE -> {
        ListenerRules.checkNode(kept, findings);
        TlsRules.check(kept, findings);
      }
      case VIRTUAL_ROUTER -> ListenerRules.checkRouter(kept, findings);
      case ROUTE -> RouteRules.check(kept, findings);
      case VIRTUAL_GATEWAY -> {
        ListenerRules.checkGateway(kept, findings);
        TlsRules.check(kept, findings);
      }
      case GATEWAY_ROUTE -> GatewayRouteRules.check(kept, findings);
      case MESH, VIRTUAL_SERVICE -> {}
    }
    return kept;
  }
}
