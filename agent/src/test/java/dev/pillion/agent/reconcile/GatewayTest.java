package dev.pillion.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.envoy.EnvoyProbe;
import dev.pillion.agent.report.ServerLink.Target;
import dev.pillion.inject.plan.Reason;
import dev.pillion.mesh.model.ProxyGroup;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A virtual gateway's task: an Envoy, and no rules.
final class GatewayTest {
  private static final Map<String, String> OPT_IN = Map.of("pillion.virtual-gateway", "demo/edge");
  private static final ProxyGroup EDGE =
      new ProxyGroup("demo", ProxyGroup.Kind.VIRTUAL_GATEWAY, "edge");

  @TempDir private Path run;
  private FakeTask task;

  @BeforeEach
  void aHost() {
    task = new FakeTask(run);
    task.server.targets.put(EDGE, new Target.Exists(Set.of(80, 8443)));
  }

  private void envoyListens(Integer... ports) {
    task.namespaces.listening.addAll(Set.of(ports));
    task.envoy = new EnvoyProbe.Readiness.Ready();
  }

  @Test
  void isHeldUntilItsEnvoyListensOnEachOfItsPortsAndGetsNoRouteManager() {
    task.pauseStarts();
    task.appCreated("app", OPT_IN);
    assertEquals(List.of("arm", "decide inbound [80, 8443]"), task.namespaces.done());
    assertEquals(List.of("open mesh/demo/virtualGateway/edge/t1"), task.relays.done);
    envoyListens(80);
    Standing standing = task.again();
    assertEquals(Reason.ENVOY_NOT_READY, standing.note().orElseThrow().reason());
    assertEquals(
        "Envoy is not ready: nothing listens on its port 8443",
        standing.note().orElseThrow().message());
    envoyListens(8443, 15001);
    assertEquals(new Standing.Released(Optional.empty()), task.again());
    assertEquals(List.of("release"), task.namespaces.done());
    assertEquals(List.of(80, 8443), task.report().appPorts());
    assertTrue(task.runtime.names().contains(FakeTask.ENVOY), task.runtime.names()::toString);
    assertFalse(task.runtime.names().contains(FakeTask.ROUTES), task.runtime.names()::toString);
  }

  @Test
  void isHeldAgainWhileItsEnvoyIsGone() {
    task.pauseStarts();
    task.appCreated("app", OPT_IN);
    envoyListens(80, 8443, 15001);
    assertInstanceOf(Standing.Released.class, task.again());
    task.appStarts("app");
    task.namespaces.done();
    task.namespaces.listening.clear();
    task.envoy = new EnvoyProbe.Readiness.Waiting("it starts");
    task.runtime.end(FakeTask.ENVOY, 139);
    assertEquals(Reason.ENVOY_NOT_READY, task.look(FakeTask.ENVOY).note().orElseThrow().reason());
    assertEquals(List.of("arm", "decide inbound [80, 8443]"), task.namespaces.done());
  }

  @Test
  void ofAnEarlierAgentGoesOnAsItIs() {
    task.pauseStarts();
    task.appCreated("app", OPT_IN);
    envoyListens(80, 8443, 15001);
    task.again();
    task.appStarts("app");
    task.namespaces.done();
    task.writes();
    assertInstanceOf(Standing.Released.class, task.restarted());
    assertEquals(List.of(), task.namespaces.done());
    assertEquals(List.of(), task.writes());
  }

  @Test
  void waitsForAGatewayThatIsNotThere() {
    task.server.targets.put(EDGE, new Target.Missing("no virtual gateway 'edge'"));
    task.pauseStarts();
    assertEquals(
        Reason.VIRTUAL_GATEWAY_MISSING,
        task.appCreated("app", OPT_IN).note().orElseThrow().reason());
    assertEquals(List.of("arm", "opted in"), task.namespaces.done());
  }
}
