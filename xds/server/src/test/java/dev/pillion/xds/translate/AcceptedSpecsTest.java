package dev.pillion.xds.translate;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.pillion.mesh.model.AccessLog;
import dev.pillion.mesh.model.MeshSpec;
import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.model.Spec;
import dev.pillion.mesh.model.VirtualGatewaySpec;
import dev.pillion.mesh.model.VirtualNodeSpec;
import dev.pillion.mesh.state.MeshDraft;
import dev.pillion.mesh.state.MeshState;
import dev.pillion.mesh.tls.CertificateFiles;
import dev.pillion.xds.json.GeneratedSpecs;
import dev.pillion.xds.json.Kind;
import dev.pillion.xds.json.ValidSpecs;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Whatever the API accepts gives a configuration that Envoy accepts.
final class AcceptedSpecsTest {
  private static final List<String> NAMES = List.of("a", "b", "c");
  private static final int SPECS = 40;

  @Property(tries = 40)
  void giveAConfigurationThatEnvoyAccepts(@ForAll long seed)
      throws IOException, InterruptedException {
    MeshState mesh = mesh(new Random(seed));
    for (String node : mesh.virtualNodes().keySet()) {
      validate(mesh, ProxyGroup.Kind.VIRTUAL_NODE, node);
    }
    for (String gateway : mesh.virtualGateways().keySet()) {
      validate(mesh, ProxyGroup.Kind.VIRTUAL_GATEWAY, gateway);
    }
  }

  private static void validate(MeshState mesh, ProxyGroup.Kind kind, String name)
      throws IOException, InterruptedException {
    var translation =
        new Translator(AddressFamilies.BOTH, CertificateFiles.NONE)
            .translate(mesh, new ProxyGroup(mesh.name(), kind, name));
    var resources = assertInstanceOf(Translation.Translated.class, translation).resources();
    var endpoints =
        resources.discovered().entrySet().stream()
            .<ClusterLoadAssignment>map(
                cluster -> Endpoints.assignment(cluster.getKey(), cluster.getValue(), List.of()))
            .toList();
    EnvoyValidation.check(resources, endpoints);
  }

  // Names are few, so that resources find each other; references that do not hold are no matter of
  // a single specification, and translation has to bear them.
  private static MeshState mesh(Random random) {
    var draft = MeshDraft.of(MeshState.empty("a", 1, MeshSpec.DEFAULT));
    var kinds = Kind.values();
    for (int i = 0; i < SPECS; i++) {
      Kind kind = kinds[random.nextInt(kinds.length)];
      String spec = new GeneratedSpecs(random.nextLong()).of(kind);
      ResourceId id = id(kind, pick(random), pick(random));
      ValidSpecs.accepted(kind, spec).ifPresent(accepted -> draft.put(id, logged(accepted)));
    }
    return draft.at(1);
  }

  // Whether a file can be opened is a matter of the Envoy's machine, here this one.
  private static Spec logged(Spec spec) {
    return switch (spec) {
      case VirtualNodeSpec node ->
          new VirtualNodeSpec(
              node.listeners(),
              node.serviceDiscovery(),
              node.backends(),
              node.clientPolicy(),
              node.accessLog().map(log -> new AccessLog("/dev/null", log.format())));
      case VirtualGatewaySpec gateway ->
          new VirtualGatewaySpec(
              gateway.listeners(),
              gateway.clientPolicy(),
              gateway.accessLog().map(log -> new AccessLog("/dev/null", log.format())));
      default -> spec;
    };
  }

  private static String pick(Random random) {
    return NAMES.get(random.nextInt(NAMES.size()));
  }

  private static ResourceId id(Kind kind, String parent, String name) {
    return switch (kind) {
      case MESH -> new ResourceId.Mesh();
      case VIRTUAL_NODE -> new ResourceId.VirtualNode(name);
      case VIRTUAL_ROUTER -> new ResourceId.VirtualRouter(name);
      case ROUTE -> new ResourceId.Route(parent, name);
      case VIRTUAL_SERVICE -> new ResourceId.VirtualService(name);
      case VIRTUAL_GATEWAY -> new ResourceId.VirtualGateway(name);
      case GATEWAY_ROUTE -> new ResourceId.GatewayRoute(parent, name);
    };
  }
}
