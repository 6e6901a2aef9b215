package dev.pillion.xds.translate;

import static dev.pillion.xds.translate.Scenario.instance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pillion.mesh.endpoint.Instance;
import dev.pillion.mesh.endpoint.ServiceKey;
import dev.pillion.mesh.model.MeshSpec;
import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.state.MeshDraft;
import dev.pillion.mesh.state.MeshState;
import dev.pillion.mesh.tls.CertificateFiles;
import dev.pillion.xds.json.CertificatesJson;
import dev.pillion.xds.json.Kind;
import dev.pillion.xds.json.ValidSpecs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// Scenarios that stand as App Mesh's JSON in their golden folder, in `mesh.json`: the
/// specifications by kind and name, whose proxy it is, and what Cloud Map and the certificate file
/// hold.
public final class ScenarioFiles {
  private static final Path ROOT = Path.of("src/test/resources/golden");

  private ScenarioFiles() {}

  static List<Scenario> all() {
    var scenarios = new ArrayList<Scenario>();
    documents().forEach((name, document) -> scenarios.add(scenario(name, document)));
    return scenarios;
  }

  /// The files by their scenario's name.
  public static Map<String, JsonNode> documents() {
    var documents = new TreeMap<String, JsonNode>();
    try (var folders = Files.list(ROOT)) {
      for (Path folder : folders.toList()) {
        Path file = folder.resolve("mesh.json");
        if (Files.exists(file)) {
          documents.put(
              String.valueOf(folder.getFileName()), ValidSpecs.parse(Files.readString(file)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return documents;
  }

  private static Scenario scenario(String name, JsonNode document) {
    MeshState mesh = mesh(document);
    String[] proxy = document.path("proxy").asText().split("/", 2);
    var kind =
        proxy[0].equals("virtualGateway")
            ? ProxyGroup.Kind.VIRTUAL_GATEWAY
            : ProxyGroup.Kind.VIRTUAL_NODE;
    return new Scenario(
        name,
        mesh,
        new ProxyGroup(mesh.name(), kind, proxy[1]),
        AddressFamilies.BOTH,
        certificates(document.path("certificates")),
        instances(document.path("instances")));
  }

  /// The mesh `demo` of a file.
  static MeshState mesh(JsonNode document) {
    var draft = MeshDraft.of(MeshState.empty("demo", 1, MeshSpec.DEFAULT));
    if (document.has("mesh")) {
      draft.put(new ResourceId.Mesh(), ValidSpecs.read(Kind.MESH, document.path("mesh")));
    }
    put(draft, document, Kind.VIRTUAL_NODE, "virtualNodes", ResourceId.VirtualNode::new);
    put(draft, document, Kind.VIRTUAL_ROUTER, "virtualRouters", ResourceId.VirtualRouter::new);
    put(draft, document, Kind.VIRTUAL_SERVICE, "virtualServices", ResourceId.VirtualService::new);
    put(draft, document, Kind.VIRTUAL_GATEWAY, "virtualGateways", ResourceId.VirtualGateway::new);
    put(
        draft,
        document,
        Kind.ROUTE,
        "routes",
        path -> new ResourceId.Route(path.split("/", 2)[0], path.split("/", 2)[1]));
    put(
        draft,
        document,
        Kind.GATEWAY_ROUTE,
        "gatewayRoutes",
        path -> new ResourceId.GatewayRoute(path.split("/", 2)[0], path.split("/", 2)[1]));
    return draft.at(1);
  }

  private static void put(
      MeshDraft draft,
      JsonNode document,
      Kind kind,
      String member,
      Function<String, ResourceId> id) {
    for (var entry : document.path(member).properties()) {
      draft.put(id.apply(entry.getKey()), ValidSpecs.read(kind, entry.getValue()));
    }
  }

  private static CertificateFiles certificates(JsonNode document) {
    if (document.isMissingNode()) {
      return CertificateFiles.NONE;
    }
    try {
      Path file = Files.createTempFile("certificates", ".json");
      try {
        return CertificatesJson.read(Files.writeString(file, document.toString()));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<ServiceKey, List<Instance>> instances(JsonNode document) {
    var all = new HashMap<ServiceKey, List<Instance>>();
    for (var service : document.properties()) {
      String[] key = service.getKey().split("/", 2);
      var found = new ArrayList<Instance>();
      for (JsonNode each : service.getValue()) {
        var attributes = new TreeMap<String, String>();
        each.path("attributes")
            .properties()
            .forEach(
                attribute -> attributes.put(attribute.getKey(), attribute.getValue().asText()));
        found.add(
            instance(
                each.path("id").asText(),
                each.path("ipv4").asText(""),
                each.path("ipv6").asText(""),
                attributes));
      }
      all.put(new ServiceKey(key[0], key[1]), found);
    }
    return all;
  }
}
