package dev.pillion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.v1.TaskStatus;
import dev.pillion.agent.v1.TaskStatus.State;
import dev.pillion.localecs.RunningTask;
import dev.pillion.localecs.TaskDefinition;
import dev.pillion.rig.Rig;
import dev.pillion.rig.Wait;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.appmesh.AppMeshClient;
import software.amazon.awssdk.services.appmesh.model.Backend;
import software.amazon.awssdk.services.appmesh.model.Listener;

/// What can be wrong with one task has a name and a remedy, and is no other task's matter.
@TestInstance(Lifecycle.PER_CLASS)
final class FailureStatesTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @RegisterExtension final Stage stage = new Stage();

  private Stage.@Nullable Cast cast;

  @BeforeAll
  void startTasks() {
    cast = stage.startCast();
  }

  @AfterEach
  void othersAreUnaffected() {
    Wait.until("an answer to a healthy task", LIMIT, () -> answers().containsKey("white"));
    assertFalse(answers().containsKey("failed"));
    RunningTask unlabelled = start(Map.of());
    TaskStatus status = rig().awaitState(unlabelled, State.SKIPPED, LIMIT);
    assertEquals("not-opted-in", status.getReason());
    assertTrue(connects(unlabelled), "a task that does not opt in is let go at once");
    assertEquals("", unlabelled.network().run("iptables-save | grep -i pillion || true").strip());
    unlabelled.stop();
  }

  @Test
  void aBadLabelIsRefusedAndNamed() {
    var labels =
        Map.of("pillion.mesh", "demo", "pillion.virtual-node", "front", "pillion.hold", "soon");
    RunningTask task = start(labels);
    TaskStatus status = rig().awaitState(task, State.REFUSED, LIMIT);
    assertSays(status, "bad-value", "pillion.hold", "soon");
    assertTrue(connects(task), "a refused task runs as if there were no mesh");
    task.stop();
  }

  @Test
  void anUnknownLabelIsRefusedAndNamed() {
    RunningTask task = start(Map.of("pillion.mesh", "demo", "pillion.virtualnode", "front"));
    TaskStatus status = rig().awaitState(task, State.REFUSED, LIMIT);
    assertSays(status, "unknown-label", "pillion.virtualnode", "pillion.virtual-node");
    task.stop();
  }

  @Test
  void anEnvoyImageThatCannotBePulledHoldsItsTaskOnly() {
    var labels =
        Map.of(
            "pillion.mesh", "demo",
            "pillion.virtual-node", "front",
            "pillion.envoy-image", "nowhere.invalid/x:1");
    RunningTask task = start(labels);
    Wait.until("the reason", LIMIT, () -> has(task, "envoy-image"), () -> "" + seen(task));
    assertEquals(State.HELD, seen(task).getState());
    assertSays(seen(task), "envoy-image", "nowhere.invalid/x:1", "pillion.envoy-image");
    task.stop();
  }

  @Test
  void aMissingVirtualNodeHoldsTheTaskUntilItIsCreated() {
    RunningTask task = start(Map.of("pillion.mesh", "demo", "pillion.virtual-node", "tardy"));
    Wait.until("the reason", LIMIT, () -> has(task, "virtual-node-missing"), () -> "" + seen(task));
    assertEquals(State.HELD, seen(task).getState());
    assertSays(seen(task), "virtual-node-missing", "demo/tardy", "create it");

    var listener = Listener.builder().portMapping(port -> port.port(8080).protocol("http")).build();
    rig()
        .mesh()
        .client()
        .createVirtualNode(node ->
            node.meshName("demo")
                .virtualNodeName("tardy")
                .spec(spec ->
                    spec.listeners(listener)
                        .serviceDiscovery(
                            found -> found.dns(dns -> dns.hostname("tardy.demo.local")))));
    rig().awaitReleased(task);
    task.stop();
  }

  @Test
  void aCloudMapServiceThatDoesNotExistIsNamedAndKeepsNoTaskFromItsOtherBackends() {
    AppMeshClient mesh = rig().mesh().client();
    var listener = Listener.builder().portMapping(port -> port.port(8080).protocol("http")).build();
    mesh.createVirtualNode(node ->
        node.meshName("demo")
            .virtualNodeName("ghost")
            .spec(spec ->
                spec.listeners(listener)
                    .serviceDiscovery(found ->
                        found.awsCloudMap(
                            map -> map.namespaceName("demo.local").serviceName("ghost")))));
    mesh.createVirtualService(service ->
        service
            .meshName("demo")
            .virtualServiceName("ghost.demo.local")
            .spec(spec ->
                spec.provider(by -> by.virtualNode(node -> node.virtualNodeName("ghost")))));
    mesh.createVirtualNode(node ->
        node.meshName("demo")
            .virtualNodeName("haunted")
            .spec(spec ->
                spec.backends(backend("ghost.demo.local"), backend("colorteller.demo.local"))));
    RunningTask task = start(Map.of("pillion.mesh", "demo", "pillion.virtual-node", "haunted"));
    rig().awaitReleased(task);
    Wait.until("the name in the server's status", LIMIT, this::namesTheGhost);
    task.stop();
  }

  private boolean namesTheGhost() {
    return rig().server().status().getServicesList().stream()
        .anyMatch(service ->
            service.getName().getService().equals("ghost") && !service.getProblem().isEmpty());
  }

  private static Backend backend(String name) {
    return Backend.builder().virtualService(service -> service.virtualServiceName(name)).build();
  }

  @Test
  void anUnreachableServerHoldsNewTasksUntilItIsBack() {
    rig().server().stop();
    RunningTask task = start(Map.of("pillion.mesh", "demo", "pillion.virtual-node", "unheard"));
    Wait.until("the reason", LIMIT, () -> has(task, "server-unheard"), () -> "" + seen(task));
    assertEquals(State.HELD, seen(task).getState());
    assertSays(seen(task), "server-unheard", rig().server().xds());
    assertFalse(rig().agent().status().getServer().getUp());
    assertFalse(rig().agent().status().getServer().getRemedy().isEmpty());
    assertFalse(answers().containsKey("failed"));

    rig().server().start();
    Wait.until("news", LIMIT, () -> has(task, "virtual-node-missing"), () -> "" + seen(task));
    task.stop();
  }

  private static void assertSays(TaskStatus status, String reason, String... words) {
    assertEquals(reason, status.getReason(), status::toString);
    assertFalse(status.getRemedy().isEmpty(), status::toString);
    String said = status.getMessage() + "; " + status.getRemedy();
    List.of(words).forEach(word -> assertTrue(said.contains(word), () -> word + " in: " + said));
  }

  private RunningTask start(Map<String, String> labels) {
    var container = Idle.app();
    for (var label : labels.entrySet()) {
      container = container.label(label.getKey(), label.getValue());
    }
    return rig().ecs().task(TaskDefinition.of("solo", container), Stage.launch());
  }

  private boolean connects(RunningTask task) {
    String url = "http://%s:8080/".formatted(cast().white().ipv4());
    return rig().ask(task, 1, url).containsKey("white");
  }

  private boolean has(RunningTask task, String reason) {
    return rig()
        .agent()
        .status(task)
        .filter(status -> status.getReason().equals(reason))
        .isPresent();
  }

  private TaskStatus seen(RunningTask task) {
    return rig().agent().status(task).orElse(TaskStatus.getDefaultInstance());
  }

  private Map<String, Integer> answers() {
    return rig().ask(cast().front(), 5, Stage.URL);
  }

  private Stage.Cast cast() {
    return Objects.requireNonNull(cast);
  }

  private Rig rig() {
    return stage.rig();
  }
}
