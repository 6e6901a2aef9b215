package dev.pillion.xds.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pillion.mesh.model.Backend;
import dev.pillion.mesh.model.EgressFilter;
import dev.pillion.mesh.model.IpPreference;
import dev.pillion.mesh.model.MeshSpec;
import dev.pillion.mesh.model.ServiceDiscovery;
import dev.pillion.mesh.model.Spec;
import dev.pillion.mesh.model.VirtualGatewaySpec;
import dev.pillion.mesh.model.VirtualNodeSpec;
import dev.pillion.mesh.model.VirtualRouterSpec;
import dev.pillion.mesh.model.VirtualServiceSpec;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/// Reads a specification that passed the checks into the model, with App Mesh's defaults.
final class SpecReader {
  private SpecReader() {}

  static Spec read(Kind kind, JsonNode spec) {
    return switch (kind) {
      case MESH -> mesh(spec);
      case VIRTUAL_NODE -> virtualNode(spec);
      case VIRTUAL_ROUTER ->
          new VirtualRouterSpec(
              Fields.list(
                  spec.path("listeners"),
                  listener -> Fields.portMapping(listener.path("portMapping"))));
      case ROUTE -> RouteReader.route(spec);
      case VIRTUAL_SERVICE -> new VirtualServiceSpec(provider(spec.path("provider")));
      case VIRTUAL_GATEWAY ->
          new VirtualGatewaySpec(
              ListenerReader.listeners(spec),
              TlsReader.clientPolicy(spec.path("backendDefaults")),
              ListenerReader.accessLog(spec));
      case GATEWAY_ROUTE -> RouteReader.gatewayRoute(spec);
    };
  }

  private static MeshSpec mesh(JsonNode spec) {
    return new MeshSpec(
        Fields.maybeText(spec.path("egressFilter").path("type"))
            .map(EgressFilter::valueOf)
            .orElse(MeshSpec.DEFAULT.egressFilter()),
        preference(spec.path("serviceDiscovery")));
  }

  private static IpPreference preference(JsonNode holder) {
    return Fields.maybeText(holder.path("ipPreference"))
        .map(word -> IpPreference.valueOf(word.toUpperCase(Locale.ROOT)))
        .orElse(IpPreference.UNSET);
  }

  private static VirtualNodeSpec virtualNode(JsonNode spec) {
    return new VirtualNodeSpec(
        ListenerReader.listeners(spec),
        discovery(spec.path("serviceDiscovery")),
        Fields.list(spec.path("backends"), backend -> backend(backend.path("virtualService"))),
        TlsReader.clientPolicy(spec.path("backendDefaults")),
        ListenerReader.accessLog(spec));
  }

  private static Backend backend(JsonNode service) {
    return Backend.named(
        Fields.text(service.path("virtualServiceName")), TlsReader.clientPolicy(service));
  }

  private static Optional<ServiceDiscovery> discovery(JsonNode discovery) {
    if (discovery.has("dns")) {
      JsonNode dns = discovery.path("dns");
      String response = dns.path("responseType").asText("LOADBALANCER");
      return Optional.of(
          new ServiceDiscovery.Dns(
              Fields.text(dns.path("hostname")),
              ServiceDiscovery.Response.valueOf(response),
              preference(dns)));
    }
    return Fields.maybe(discovery.path("awsCloudMap"), SpecReader::cloudMap);
  }

  private static ServiceDiscovery cloudMap(JsonNode cloudMap) {
    var attributes = new TreeMap<String, String>();
    cloudMap
        .path("attributes")
        .forEach(attribute ->
            attributes.put(
                Fields.text(attribute.path("key")), Fields.text(attribute.path("value"))));
    return new ServiceDiscovery.CloudMap(
        Fields.text(cloudMap.path("namespaceName")),
        Fields.text(cloudMap.path("serviceName")),
        attributes,
        preference(cloudMap));
  }

  private static Optional<VirtualServiceSpec.Provider> provider(JsonNode provider) {
    if (provider.has("virtualNode")) {
      String node = Fields.text(provider.path("virtualNode").path("virtualNodeName"));
      return Optional.of(new VirtualServiceSpec.Provider.Node(node));
    }
    return Fields.maybe(
        provider.path("virtualRouter").path("virtualRouterName"),
        router -> new VirtualServiceSpec.Provider.Router(router.asText()));
  }
}
