package dev.pillion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pillion.localecs.ContainerDefinition;
import dev.pillion.localecs.Exec;
import dev.pillion.localecs.Launch;
import dev.pillion.localecs.RunningTask;
import dev.pillion.localecs.TaskDefinition;
import dev.pillion.rig.Credentials;
import dev.pillion.rig.GuardedServer;
import dev.pillion.rig.Mesh;
import dev.pillion.rig.Rig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.appmesh.AppMeshClient;
import software.amazon.awssdk.services.appmesh.model.Backend;
import software.amazon.awssdk.services.appmesh.model.GatewayRouteTarget;
import software.amazon.awssdk.services.appmesh.model.Listener;
import software.amazon.awssdk.services.appmesh.model.PortProtocol;
import software.amazon.awssdk.services.appmesh.model.VirtualGatewayListener;
import software.amazon.awssdk.services.appmesh.model.VirtualGatewayPortProtocol;

/// Task definitions as App Mesh's users have them, with the drop-in image in the place of App
/// Mesh's, and the mesh that they are of.
///
/// @param server the one that their Envoys dial
/// @param host its address
record DropInTasks(Rig rig, GuardedServer server, String host) {
  static final String IMAGE =
      System.getenv().getOrDefault("PILLION_APPMESH_ENVOY_IMAGE", "pillion/appmesh-envoy:latest");

  private static final String SERVICE = "colorteller.demo.local";

  /// Front shows a token, white a certificate of its own, the gateway one that is for any proxy.
  static DropInTasks start(Rig rig) {
    String host = rig.ecs().linkMachine();
    var server = rig.guardedServer(host, "*", "mesh/shop/virtualNode/front");
    server.start();
    try (Mesh mesh = server.mesh()) {
      create(mesh);
    }
    server
        .credentials()
        .certificate("white", "URI:spiffe://shop.example/mesh/shop/virtualNode/white")
        .certificate("any");
    return new DropInTasks(rig, server, host);
  }

  private static void create(Mesh mesh) {
    var api = mesh.client();
    api.createMesh(request -> request.meshName("shop"));
    node(api, "white", "colorteller-white.demo.local", List.of());
    api.createVirtualService(request ->
        request
            .meshName("shop")
            .virtualServiceName(SERVICE)
            .spec(spec ->
                spec.provider(by -> by.virtualNode(node -> node.virtualNodeName("white")))));
    var backend = Backend.builder().virtualService(it -> it.virtualServiceName(SERVICE)).build();
    node(api, "front", "front.demo.local", List.of(backend));
    var listener =
        VirtualGatewayListener.builder()
            .portMapping(port -> port.port(80).protocol(VirtualGatewayPortProtocol.HTTP))
            .build();
    api.createVirtualGateway(request ->
        request.meshName("shop").virtualGatewayName("edge").spec(spec -> spec.listeners(listener)));
    var target =
        GatewayRouteTarget.builder().virtualService(it -> it.virtualServiceName(SERVICE)).build();
    api.createGatewayRoute(request ->
        request
            .meshName("shop")
            .virtualGatewayName("edge")
            .gatewayRouteName("all")
            .spec(spec ->
                spec.httpRoute(http ->
                    http.match(match -> match.prefix("/"))
                        .action(action -> action.target(target)))));
  }

  private static void node(AppMeshClient api, String name, String dns, List<Backend> backends) {
    var listener =
        Listener.builder().portMapping(port -> port.port(8080).protocol(PortProtocol.HTTP)).build();
    api.createVirtualNode(request ->
        request
            .meshName("shop")
            .virtualNodeName(name)
            .spec(spec ->
                spec.listeners(listener)
                    .serviceDiscovery(found -> found.dns(it -> it.hostname(dns)))
                    .backends(backends)));
  }

  /// The white node's task, whose Envoy shows a certificate.
  RunningTask white() {
    return task("white", envoy -> showing(envoy, "white"), launch());
  }

  /// The front node's task, whose Envoy shows a token.
  RunningTask front(RunningTask white, UnaryOperator<ContainerDefinition> more) {
    return task(
        "front",
        envoy -> {
          String token = Credentials.token("mesh/shop/virtualNode/front");
          return more.apply(envoy.env("PILLION_XDS_TOKEN", token));
        },
        launch().host("colorteller-white.demo.local", white.ipv4()));
  }

  /// The gateway's task.
  RunningTask edge(RunningTask white) {
    return task(
        "edge",
        envoy -> showing(envoy, "any"),
        launch().host("colorteller-white.demo.local", white.ipv4()));
  }

  /// The front node's task by a definition that `migrate` and then `inject` made.
  RunningTask rewrittenFront(RunningTask white) {
    var variables =
        Map.of(
            "PILLION_XDS_CA", server.credentials().text("ca.pem"),
            "PILLION_XDS_TOKEN", Credentials.token("mesh/shop/virtualNode/front"));
    TaskDefinition definition =
        RewrittenDefinition.of(
            Path.of("src/test/resources/appmesh/front.json"), server.xds(), variables);
    return rig.ecs().task(definition, launch().host("colorteller-white.demo.local", white.ipv4()));
  }

  private ContainerDefinition showing(ContainerDefinition envoy, String certificate) {
    var files = server.credentials();
    return envoy
        .env("PILLION_XDS_CERT", files.text(certificate + ".pem"))
        .env("PILLION_XDS_KEY", files.text(certificate + ".key"));
  }

  private Launch launch() {
    return Stage.launch().host(GuardedServer.NAME, host);
  }

  /// App Mesh's own task definition, changed as docs/drop-in-image.md says.
  private RunningTask task(String file, UnaryOperator<ContainerDefinition> shows, Launch launch) {
    TaskDefinition old = TaskDefinition.read(Path.of("src/test/resources/appmesh", file + ".json"));
    TaskDefinition changed =
        old.with(
            "envoy",
            envoy ->
                shows.apply(
                    envoy
                        .image(IMAGE)
                        .env("APPMESH_XDS_ENDPOINT", server.xds())
                        .env("PILLION_XDS_CA", server.credentials().text("ca.pem"))));
    return rig.ecs().task(changed, launch);
  }

  /// A page of the interfaces in a task's Envoy container, by the `curl` that the image has.
  static String page(RunningTask task, String address, String... options) {
    String[] line = new String[options.length + 3];
    line[0] = "curl";
    line[1] = "-sSf";
    System.arraycopy(options, 0, line, 2, options.length);
    line[line.length - 1] = "http://localhost:" + address;
    Exec called = task.exec("envoy", line);
    assertEquals(0, called.exitCode(), called::output);
    return called.output();
  }

  /// The sum of those of Envoy's counters and gauges whose whole name matches.
  static long sum(RunningTask task, String regex) {
    Pattern wanted = Pattern.compile("(" + regex + "): (\\d+)");
    return page(task, "9901/stats")
        .lines()
        .map(wanted::matcher)
        .filter(Matcher::matches)
        .mapToLong(line -> Long.parseLong(line.group(2)))
        .sum();
  }
}
