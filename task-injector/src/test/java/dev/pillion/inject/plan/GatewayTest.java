package dev.pillion.inject.plan;

import static dev.pillion.inject.plan.Tasks.app;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.inject.plan.InjectionPlan.Inject;
import dev.pillion.inject.plan.InjectionPlan.Refuse;
import dev.pillion.inject.plan.InjectionPlan.Wait;
import dev.pillion.inject.task.DefinitionView;
import dev.pillion.inject.task.NamespaceView;
import dev.pillion.routes.plan.HoldScope;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tasks whose Envoy is a virtual gateway.
final class GatewayTest {
  private static final Map<String, String> EDGE =
      Map.of("pillion.mesh", "demo", "pillion.virtual-gateway", "edge");

  private static Refuse refusal(InjectionPlan plan) {
    return assertInstanceOf(Refuse.class, plan);
  }

  @Test
  void itsEnvoyListensOnTheGatewaysPortsAndNothingIsRedirected() {
    var target = new NodeTarget.Exists(Set.of(8443, 80));
    var plan = assertInstanceOf(Inject.class, Tasks.labelled(EDGE).planWhere(target));
    assertEquals("mesh/demo/virtualGateway/edge", plan.proxy().toString());
    assertEquals(new Interception.Front(List.of(80, 8443)), plan.interception());
    assertEquals(new HoldScope.Inbound(List.of(80, 8443)), plan.interception().held());
    assertEquals(Set.of(80, 8443, 15001), plan.interception().listeners());
    assertEquals(1337, plan.envoy().uid());
    assertTrue(
        plan.bootstrap().contains("\"mesh/demo/virtualGateway/edge/0123abcd\""), plan::bootstrap);
    assertEquals(List.of(), plan.warnings());
  }

  @Test
  void theShortFormNamesTheMesh() {
    var plan =
        assertInstanceOf(
            Inject.class, Tasks.labelled(Map.of("pillion.virtual-gateway", "demo/edge")).plan());
    assertEquals("mesh/demo/virtualGateway/edge", plan.proxy().toString());
    var without = refusal(Tasks.labelled(Map.of("pillion.virtual-gateway", "edge")).plan());
    assertEquals(Reason.MISSING_LABEL, without.reason());
    assertEquals(
        "add pillion.mesh, or write pillion.virtual-gateway as mesh/edge", without.remedy());
    var other =
        refusal(Tasks.labelled(Tasks.with(EDGE, "pillion.virtual-gateway", "prod/edge")).plan());
    assertEquals(
        "label pillion.mesh: says 'demo', but pillion.virtual-gateway names mesh 'prod'",
        other.message());
  }

  @Test
  void aTaskIsNoNodeAndAGatewayAtOnce() {
    var refusal = refusal(Tasks.labelled("pillion.virtual-gateway", "edge").plan());
    assertEquals(Reason.CONFLICTING_LABELS, refusal.reason());
    assertEquals(
        "label pillion.virtual-gateway: is set, and so is pillion.virtual-node", refusal.message());
  }

  @ParameterizedTest
  @ValueSource(strings = {"pillion.app-ports", "pillion.egress-ignored-ports"})
  void labelsOfRedirectionAreRefused(String label) {
    var refusal = refusal(Tasks.labelled(Tasks.with(EDGE, label, "8080")).plan());
    assertEquals(Reason.CONFLICTING_LABELS, refusal.reason());
    assertEquals(
        "label " + label + ": is about redirection, and a gateway's task has none",
        refusal.message());
  }

  @Test
  void whatListensOnAPortOfTheGatewaysIsRefusedAndWhatDeclaresItIsNot() {
    var declares = app("app", EDGE, 200, "container:" + Tasks.PAUSE_ID, "1337", Set.of(8080));
    assertInstanceOf(Inject.class, Tasks.of(declares).plan());
    var listens = new NamespaceView(List.of(), Set.of(8080, 15000));
    var refusal = refusal(Tasks.of(declares).plan(listens));
    assertEquals(Reason.PROXY_PORT, refusal.reason());
    assertEquals(
        "something in the task's network: listens on port 8080, which is the gateway's",
        refusal.message());
  }

  @Test
  void thePortByWhichItsEnvoyCallsItselfIsTakenToo() {
    var listening = new NamespaceView(List.of(), Set.of(15001));
    assertEquals(Reason.PROXY_PORT, refusal(Tasks.labelled(EDGE).plan(listening)).reason());
    var plan = Tasks.labelled(EDGE).planWhere(new NodeTarget.Exists(Set.of(15001)));
    assertEquals(
        "a listener of the virtual gateway: uses port 15001, on which Envoy listens",
        refusal(plan).message());
  }

  @Test
  void anEcsProxyConfigurationIsRefusedHereToo() {
    var known = Tasks.definitionOf(app("app", EDGE, 200));
    var definition = new DefinitionView.Known(known.containers(), "awsvpc", true);
    assertEquals(
        Reason.PROXY_CONFIGURATION,
        refusal(Tasks.labelled(EDGE).withDefinition(definition).plan()).reason());
  }

  @Test
  void aGatewayThatIsMissingOrUnheardIsWaitedFor() {
    var missing =
        assertInstanceOf(
            Wait.class, Tasks.labelled(EDGE).planWhere(new NodeTarget.Missing("no such gateway")));
    assertEquals(Reason.VIRTUAL_GATEWAY_MISSING, missing.reason());
    assertTrue(missing.remedy().contains("create-virtual-gateway"), missing.remedy());
    var unheard =
        assertInstanceOf(
            Wait.class, Tasks.labelled(EDGE).planWhere(new NodeTarget.Unheard("refused")));
    assertEquals("the ports of virtual gateway 'edge' are not known: refused", unheard.message());
    assertEquals("start the server or correct --server", unheard.remedy());
  }
}
