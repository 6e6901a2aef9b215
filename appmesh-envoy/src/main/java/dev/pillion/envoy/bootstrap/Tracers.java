package dev.pillion.envoy.bootstrap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pillion.envoy.settings.Admin.Place;
import dev.pillion.envoy.settings.Exit;
import dev.pillion.envoy.settings.ImageException;
import dev.pillion.envoy.settings.MeshResource;
import dev.pillion.envoy.settings.Tracing;
import dev.pillion.envoy.settings.Tracing.Sampling;
import dev.pillion.envoy.settings.Variable;
import dev.pillion.inject.envoy.Bootstrap;

/// The `tracing` of a document, and the cluster that it goes to.
final class Tracers {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  // The only version of sampling rules that Envoy reads.
  private static final int RULES_VERSION = 2;

  private Tracers() {}

  static void add(ObjectNode root, Tracing tracing, MeshResource resource, Surroundings around) {
    switch (tracing) {
      case Tracing.None _ -> {}
      case Tracing.XRay xray -> xray(tracer(root, "xray", "XRayConfig"), xray, resource, around);
      case Tracing.Datadog(String address, int port, String service) -> {
        tracer(root, "datadog", "DatadogConfig")
            .put("collector_cluster", "datadog_agent")
            .put("service_name", service);
        collector(root, "datadog_agent", address, port);
      }
      case Tracing.Jaeger(String address, int port, boolean json) -> {
        tracer(root, "zipkin", "ZipkinConfig")
            .put("collector_cluster", "jaeger")
            .put("collector_endpoint", "/api/v2/spans")
            .put("collector_endpoint_version", json ? "HTTP_JSON" : "HTTP_PROTO")
            .put("shared_span_context", false);
        collector(root, "jaeger", address, port);
      }
    }
  }

  private static ObjectNode tracer(ObjectNode root, String name, String config) {
    return root.putObject("tracing")
        .putObject("http")
        .put("name", "envoy.tracers." + name)
        .putObject("typed_config")
        .put("@type", Bootstrap.type("config.trace.v3." + config));
  }

  private static void xray(
      ObjectNode config, Tracing.XRay xray, MeshResource resource, Surroundings around) {
    config.set(
        "daemon_endpoint", Addresses.udp(xray.address(), xray.port()).required("socket_address"));
    config.put("segment_name", xray.segment());
    xray.sampling()
        .ifPresent(sampling -> config.set("sampling_rule_manifest", rules(sampling, around)));
    config
        .putObject("segment_fields")
        .put("origin", "AWS::AppMesh::Proxy")
        .putObject("aws")
        .putObject("app_mesh")
        .put("mesh_name", resource.mesh())
        // Of a gateway too, as App Mesh's image has it.
        .put("virtual_node_name", resource.group().name());
  }

  private static ObjectNode rules(Sampling sampling, Surroundings around) {
    return switch (sampling) {
      case Sampling.Rules(String file) -> {
        check(file, around.content(file));
        yield JSON.objectNode().put("filename", file);
      }
      case Sampling.Rate(int percent) -> {
        var manifest = JSON.objectNode().put("version", RULES_VERSION);
        manifest.putObject("default").put("fixed_target", 1).put("rate", percent / 100.0);
        manifest.putArray("rules");
        yield JSON.objectNode().put("inline_string", manifest.toString());
      }
    };
  }

  /// Envoy samples by its default where it cannot read the rules, and only its log tells.
  private static void check(String file, String content) {
    try {
      if (new ObjectMapper().readTree(content).path("version").asInt() == RULES_VERSION) {
        return;
      }
    } catch (JsonProcessingException _) {
      // Told below: it has no version either.
    }
    throw new ImageException(
        Exit.INVALID,
        Variable.XRAY_RULES.key(),
        file + " has no sampling rules of version " + RULES_VERSION,
        "give a JSON file with \"version\": 2, a default and rules");
  }

  private static void collector(ObjectNode root, String name, String address, int port) {
    var cluster =
        root.withObject("/static_resources")
            .withArray("clusters")
            .addObject()
            .put("name", name)
            .put("type", "STRICT_DNS")
            .put("connect_timeout", "1s");
    cluster
        .putObject("load_assignment")
        .put("cluster_name", name)
        .putArray("endpoints")
        .addObject()
        .putArray("lb_endpoints")
        .addObject()
        .putObject("endpoint")
        .set("address", Addresses.of(new Place.Tcp(address, port)));
  }
}
