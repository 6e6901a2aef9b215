package dev.pillion.xds.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.pillion.mesh.model.EgressFilter;
import dev.pillion.mesh.model.GatewayRouteSpec;
import dev.pillion.mesh.model.HttpMatch;
import dev.pillion.mesh.model.MeshSpec;
import dev.pillion.mesh.model.PortMapping;
import dev.pillion.mesh.model.Protocol;
import dev.pillion.mesh.model.RouteSpec;
import dev.pillion.mesh.model.ServiceDiscovery;
import dev.pillion.mesh.model.Spec;
import dev.pillion.mesh.model.VirtualGatewaySpec;
import dev.pillion.mesh.model.VirtualNodeSpec;
import dev.pillion.mesh.model.VirtualRouterSpec;
import dev.pillion.mesh.model.VirtualServiceSpec;
import dev.pillion.mesh.model.WeightedTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/// Reads a specification that passed the checks into the model, with App Mesh's defaults.
final class SpecReader {
  private SpecReader() {}

  static Spec read(Kind kind, JsonNode spec, List<String> untranslated) {
    return switch (kind) {
      case MESH -> mesh(spec);
      case VIRTUAL_NODE -> virtualNode(spec);
      case VIRTUAL_ROUTER -> new VirtualRouterSpec(listeners(spec));
      case ROUTE -> route(spec, untranslated);
      case VIRTUAL_SERVICE -> new VirtualServiceSpec(provider(spec.path("provider")));
      case VIRTUAL_GATEWAY -> new VirtualGatewaySpec(listeners(spec));
      case GATEWAY_ROUTE -> gatewayRoute(spec);
    };
  }

  private static MeshSpec mesh(JsonNode spec) {
    JsonNode type = spec.path("egressFilter").path("type");
    return type.isMissingNode()
        ? MeshSpec.DEFAULT
        : new MeshSpec(EgressFilter.valueOf(type.textValue()));
  }

  private static VirtualNodeSpec virtualNode(JsonNode spec) {
    var backends = new ArrayList<String>();
    for (JsonNode backend : spec.path("backends")) {
      backends.add(backend.path("virtualService").path("virtualServiceName").textValue());
    }
    return new VirtualNodeSpec(listeners(spec), discovery(spec.path("serviceDiscovery")), backends);
  }

  private static List<PortMapping> listeners(JsonNode spec) {
    var mappings = new ArrayList<PortMapping>();
    for (JsonNode listener : spec.path("listeners")) {
      JsonNode mapping = listener.path("portMapping");
      mappings.add(
          new PortMapping(
              mapping.path("port").intValue(), protocol(mapping.path("protocol").textValue())));
    }
    return mappings;
  }

  private static Protocol protocol(String word) {
    for (Protocol protocol : Protocol.values()) {
      if (protocol.word().equals(word)) {
        return protocol;
      }
    }
    throw new IllegalArgumentException("no such protocol: " + word);
  }

  private static Optional<ServiceDiscovery> discovery(JsonNode discovery) {
    if (discovery.has("dns")) {
      JsonNode dns = discovery.path("dns");
      String response = dns.path("responseType").asText("LOADBALANCER");
      return Optional.of(
          new ServiceDiscovery.Dns(
              dns.path("hostname").textValue(), ServiceDiscovery.Response.valueOf(response)));
    }
    if (discovery.has("awsCloudMap")) {
      JsonNode cloudMap = discovery.path("awsCloudMap");
      var attributes = new TreeMap<String, String>();
      for (JsonNode attribute : cloudMap.path("attributes")) {
        attributes.put(attribute.path("key").textValue(), attribute.path("value").textValue());
      }
      return Optional.of(
          new ServiceDiscovery.CloudMap(
              cloudMap.path("namespaceName").textValue(),
              cloudMap.path("serviceName").textValue(),
              attributes));
    }
    return Optional.empty();
  }

  /// A route that is matched by anything besides a prefix is not translated at all: without that
  /// condition it would take traffic that is not its own.
  private static RouteSpec route(JsonNode spec, List<String> untranslated) {
    OptionalInt priority = whole(spec.path("priority"));
    JsonNode http = spec.path("httpRoute");
    boolean translated =
        http.path("match").has("prefix")
            && untranslated.stream().noneMatch(path -> path.startsWith("httpRoute.match."));
    if (translated) {
      var match = new HttpMatch(http.path("match").path("prefix").textValue());
      return new RouteSpec.Http(priority, match, targets(http));
    }
    JsonNode any =
        RouteRules.KINDS.stream().filter(spec::has).findFirst().map(spec::path).orElse(http);
    return new RouteSpec.Untranslated(
        priority, whole(any.path("match").path("port")), targets(any));
  }

  private static GatewayRouteSpec gatewayRoute(JsonNode spec) {
    JsonNode any =
        GatewayRouteRules.KINDS.stream()
            .filter(spec::has)
            .findFirst()
            .map(spec::path)
            .orElseGet(MissingNode::getInstance);
    JsonNode target = any.path("action").path("target");
    return new GatewayRouteSpec(
        whole(spec.path("priority")),
        whole(any.path("match").path("port")),
        target.path("virtualService").path("virtualServiceName").asText(),
        whole(target.path("port")));
  }

  private static List<WeightedTarget> targets(JsonNode route) {
    var targets = new ArrayList<WeightedTarget>();
    for (JsonNode target : route.path("action").path("weightedTargets")) {
      targets.add(
          new WeightedTarget(
              target.path("virtualNode").textValue(),
              target.path("weight").intValue(),
              whole(target.path("port"))));
    }
    return targets;
  }

  private static Optional<VirtualServiceSpec.Provider> provider(JsonNode provider) {
    if (provider.has("virtualNode")) {
      String node = provider.path("virtualNode").path("virtualNodeName").textValue();
      return Optional.of(new VirtualServiceSpec.Provider.Node(node));
    }
    if (provider.has("virtualRouter")) {
      String router = provider.path("virtualRouter").path("virtualRouterName").textValue();
      return Optional.of(new VirtualServiceSpec.Provider.Router(router));
    }
    return Optional.empty();
  }

  private static OptionalInt whole(JsonNode node) {
    return node.isInt() ? OptionalInt.of(node.intValue()) : OptionalInt.empty();
  }
}
