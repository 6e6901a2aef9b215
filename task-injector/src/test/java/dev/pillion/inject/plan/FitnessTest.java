package dev.pillion.inject.plan;

import static dev.pillion.inject.plan.Tasks.FRONT;
import static dev.pillion.inject.plan.Tasks.app;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.pillion.inject.plan.InjectionPlan.Inject;
import dev.pillion.inject.plan.InjectionPlan.Refuse;
import dev.pillion.inject.plan.InjectionPlan.Skip;
import dev.pillion.inject.task.ContainerView;
import dev.pillion.inject.task.DefinitionView;
import dev.pillion.inject.task.NamespaceView;
import dev.pillion.inject.task.OwnLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What besides labels keeps a task from being meshed.
final class FitnessTest {
  private static Reason refused(InjectionPlan plan) {
    return assertInstanceOf(Refuse.class, plan).reason();
  }

  private static Tasks on(String network, Map<String, String> labels) {
    return Tasks.of(app("app", labels, 200, network, "", Set.of())).withoutPause();
  }

  @ParameterizedTest
  @CsvSource({
    "host, HOST_NETWORK",
    "bridge, BRIDGE_NETWORK",
    "default, BRIDGE_NETWORK",
    "none, NO_NETWORK"
  })
  void onlyAwsvpcTasksAreMeshed(String network, Reason reason) {
    assertEquals(reason, refused(on(network, FRONT).plan()));
    assertInstanceOf(Skip.class, on(network, Map.of()).plan());
  }

  @Test
  void aProxyConfigurationIsLeftToTheEcsAgent() {
    var known = Tasks.definitionOf(app("app", FRONT, 200));
    var definition = new DefinitionView.Known(known.containers(), "awsvpc", true);
    assertEquals(
        Reason.PROXY_CONFIGURATION,
        refused(Tasks.labelled(FRONT).withDefinition(definition).plan()));
  }

  @Test
  void aNamespaceThatIsRedirectedAlreadyIsLeftAlone() {
    var namespace = new NamespaceView(List.of("APPMESH_EGRESS"), Set.of());
    assertEquals(Reason.FOREIGN_REDIRECT, refused(Tasks.labelled(FRONT).plan(namespace)));
  }

  @Test
  void anAppOnTheProxysPortIsRefused() {
    var exposed = app("app", FRONT, 200, "container:" + Tasks.PAUSE_ID, "", Set.of(15001));
    assertEquals(Reason.PROXY_PORT, refused(Tasks.of(exposed).plan()));
    var listening = new NamespaceView(List.of(), Set.of(15000));
    assertEquals(Reason.PROXY_PORT, refused(Tasks.labelled(FRONT).plan(listening)));
    assertEquals(Reason.PROXY_PORT, refused(Tasks.labelled("pillion.app-ports", "15000").plan()));
    assertEquals(
        Reason.PROXY_PORT,
        refused(Tasks.labelled(FRONT).planWhere(new NodeTarget.Exists(Set.of(15001)))));
  }

  @Test
  void ourOwnEnvoyMayListenOnThem() {
    var task = Tasks.labelled(FRONT);
    var containers = new ArrayList<>(task.containers());
    containers.add(envoy());
    var meshed = new Tasks(containers, task.definition(), false);
    var listening = new NamespaceView(List.of(), Set.of(15000, 15001, 8080));
    assertInstanceOf(Inject.class, meshed.plan(listening));
  }

  private static ContainerView envoy() {
    return new ContainerView(
        "e".repeat(64),
        "envoyproxy/envoy:v1.40.0",
        Map.of(OwnLabels.ROLE, OwnLabels.ENVOY, OwnLabels.TASK_ARN, Tasks.ARN),
        ContainerView.State.RUNNING,
        "container:" + Tasks.PAUSE_ID,
        "1337",
        Set.of(10000),
        Optional.of(Tasks.START.plusMillis(250)),
        300);
  }

  @ParameterizedTest
  @CsvSource({"1337, 1337", "1337:1337, 1337", "1400:0, 1400"})
  void anAppThatRunsAsTheIgnoredUserIsRefused(String user, String ignored) {
    var labels = Tasks.with(FRONT, "pillion.ignored-uid", ignored);
    var task = app("app", labels, 200, "container:" + Tasks.PAUSE_ID, user, Set.of());
    assertEquals(Reason.IGNORED_UID, refused(Tasks.of(task).plan()));
  }

  @Test
  void anyOtherUserIsFine() {
    var task = app("app", FRONT, 200, "container:" + Tasks.PAUSE_ID, "13370:1337", Set.of());
    assertInstanceOf(Inject.class, Tasks.of(task).plan());
  }

  @Test
  void anInjectionNamesEverythingByTheTask() {
    var plan = assertInstanceOf(Inject.class, Tasks.labelled(FRONT).plan());
    assertEquals("pillion-envoy-0123abcd", plan.envoy().name());
    assertEquals("pillion-route-manager-0123abcd", Tasks.redirected(plan).routes().name());
    assertEquals(Tasks.PAUSE_ID, plan.envoy().netns());
    assertEquals(
        new BindMount("/run/pillion/tasks/0123abcd", "/run/pillion", false),
        plan.envoy().mounts().getFirst());
    assertEquals(
        Map.of(
            "dev.pillion.role",
            "route-manager",
            "dev.pillion.task",
            "0123abcd",
            "dev.pillion.task-arn",
            Tasks.ARN,
            "dev.pillion.netns",
            Tasks.PAUSE_ID),
        Tasks.redirected(plan).routes().labels());
    assertEquals(true, plan.bootstrap().contains("\"mesh/demo/virtualNode/front/0123abcd\""));
  }
}
