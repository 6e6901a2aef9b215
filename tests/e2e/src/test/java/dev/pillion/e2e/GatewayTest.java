package dev.pillion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.v1.TaskStatus;
import dev.pillion.localecs.Launch;
import dev.pillion.localecs.RunningTask;
import dev.pillion.localecs.TaskDefinition;
import dev.pillion.localecs.TaskNetwork;
import dev.pillion.rig.Rig;
import dev.pillion.rig.Wait;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.appmesh.model.GatewayRouteTarget;
import software.amazon.awssdk.services.appmesh.model.VirtualGatewayListener;
import software.amazon.awssdk.services.appmesh.model.VirtualGatewayPortProtocol;

/// A virtual gateway by label: the task's Envoy takes callers from outside the mesh.
@TestInstance(Lifecycle.PER_CLASS)
final class GatewayTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int CALLS = 40;

  @RegisterExtension final Stage stage = new Stage();

  private @Nullable RunningTask white;
  private @Nullable RunningTask caller;

  @BeforeAll
  void startTasks() {
    white = rig().task("colorteller-white", Stage.launch());
    caller = rig().ecs().task(TaskDefinition.of("caller", Idle.app()), Launch.plain());
    rig().awaitReleased(white());
  }

  @Test
  void aCallThatComesBeforeItsGatewayIsThereWaitsForItAndNothingIsRedirected() {
    // Held before the mesh has it: the call is made meanwhile.
    RunningTask edge =
        rig().task("edge", Stage.launch().host("colorteller-white.demo.local", white().ipv4()));
    Wait.until(
        "word that the mesh has no such gateway",
        LIMIT,
        () ->
            rig()
                .awaitState(edge, TaskStatus.State.HELD, LIMIT)
                .getReason()
                .equals("virtual-gateway-missing"),
        () -> rig().agent().status(edge).toString());
    String url = "http://%s/".formatted(edge.ipv4());
    caller().exec("app", "sh", "-c", "wget -q -O /run/first " + url + " >/dev/null 2>&1 &");
    Wait.until(
        "the first call's SYN in the hold",
        LIMIT,
        () -> packets(edge.network()) > 0,
        () -> edge.network().run("iptables-nft-save -c -t mangle"));

    createGateway();

    TaskStatus released = rig().awaitReleased(edge);
    assertEquals(List.of(80), released.getAppPortsList());
    Wait.until(
        "the first call's answer",
        LIMIT,
        () -> caller().exec("app", "cat", "/run/first").output().equals("white\n"),
        () -> rig().logs());
    assertEquals(Map.of("white", CALLS), rig().ask(caller(), CALLS, url));
    assertTrue(rig().envoy(edge).sum("http\\.ingress\\.downstream_rq_total") >= CALLS);
    assertEquals(Optional.empty(), rig().containers().routeManager(edge));
    assertFalse(Rules.of(edge.network()).lines().toString().contains("PILLION"));
    // What its other containers do is not the mesh's.
    assertEquals(
        Map.of("white", 1), rig().ask(edge, 1, "http://%s:8080/".formatted(white().ipv4())));

    Map<String, String> before = rig().containers().startTimes();
    rig().agent().stop();
    assertEquals(Map.of("white", CALLS), rig().ask(caller(), CALLS, url));
    rig().agent().start();
    rig().awaitReleased(edge);
    assertEquals(before, rig().containers().startTimes());
    assertEquals(Map.of("white", CALLS), rig().ask(caller(), CALLS, url));
    edge.stop();
    Wait.until("no Envoy", LIMIT, () -> rig().containers().envoy(edge).isEmpty());
  }

  /// How many packets the hold's inbound rules have taken.
  private static long packets(TaskNetwork network) {
    return network
        .run("iptables-nft-save -c -t mangle")
        .lines()
        .filter(line -> line.contains("-A PILLION_HOLD_IN ") && line.contains("NFQUEUE"))
        .mapToLong(line -> Long.parseLong(line.substring(1, line.indexOf(':'))))
        .sum();
  }

  private void createGateway() {
    var api = rig().mesh().client();
    var listener =
        VirtualGatewayListener.builder()
            .portMapping(port -> port.port(80).protocol(VirtualGatewayPortProtocol.HTTP))
            .build();
    api.createVirtualService(service ->
        service
            .meshName("demo")
            .virtualServiceName("white.demo.local")
            .spec(spec ->
                spec.provider(
                    by -> by.virtualNode(node -> node.virtualNodeName("colorteller-white")))));
    var target =
        GatewayRouteTarget.builder()
            .virtualService(service -> service.virtualServiceName("white.demo.local"))
            .build();
    api.createVirtualGateway(gateway ->
        gateway.meshName("demo").virtualGatewayName("edge").spec(spec -> spec.listeners(listener)));
    api.createGatewayRoute(route ->
        route
            .meshName("demo")
            .virtualGatewayName("edge")
            .gatewayRouteName("all")
            .spec(spec ->
                spec.httpRoute(http ->
                    http.match(match -> match.prefix("/"))
                        .action(action -> action.target(target)))));
  }

  private RunningTask white() {
    return Objects.requireNonNull(white);
  }

  private RunningTask caller() {
    return Objects.requireNonNull(caller);
  }

  private Rig rig() {
    return stage.rig();
  }
}
