package dev.pillion.inject.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.inject.plan.InjectionPlan;
import dev.pillion.inject.plan.InjectorConfig;
import dev.pillion.inject.plan.NodeTarget;
import dev.pillion.inject.plan.Planner;
import dev.pillion.inject.plan.Reason;
import dev.pillion.inject.task.DefinitionView;
import dev.pillion.inject.task.EcsLabels;
import dev.pillion.inject.task.NamespaceView;
import dev.pillion.inject.task.TaskView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InjectorTest {
  private static final String ENVOY = "pillion-envoy-t1";
  private static final String ROUTES = "pillion-route-manager-t1";
  private static final String ARN = "arn:aws:ecs:eu-west-1:1:task/demo/t1";
  private static final long NAMESPACE = 4026531840L;

  @TempDir private Path run;
  private final FakeRuntime runtime = new FakeRuntime(Clock.systemUTC());
  private Injector injector;
  private InjectionPlan.Inject plan;
  private String app = "";

  @BeforeEach
  void aTaskThatOptsIn() {
    app = "";
    injector = injector();
    plan = plan(Set.of(8080));
  }

  private Injector injector() {
    var pulls = new ImagePulls(runtime, Runnable::run, Clock.systemUTC(), () -> {});
    return new Injector(
        runtime, new TaskDirectories(run.resolve("tasks")), pulls, Optional.empty(), Runnable::run);
  }

  private InjectionPlan.Inject plan(Set<Integer> ports) {
    if (app.isEmpty()) {
      String pause = runtime.foreign("pause", labels("~internal~ecs~pause"), "none", "");
      runtime.start(pause);
      app = runtime.foreign("app", labels("app"), "container:" + pause, "");
    }
    var containers =
        Stream.of("pause", "app").map(name -> runtime.inspect(name).orElseThrow().view()).toList();
    var planner = new Planner(new InjectorConfig(run.toString(), "envoy:1", "routes:1"));
    var view = TaskView.of(ARN, containers, new DefinitionView.Unavailable("no ECS API"), false);
    return assertInstanceOf(
        InjectionPlan.Inject.class,
        planner.plan(view, NamespaceView.EMPTY, _ -> new NodeTarget.Exists(ports)));
  }

  private static Map<String, String> labels(String name) {
    return name.equals("app")
        ? Map.of(
            EcsLabels.TASK_ARN,
            ARN,
            EcsLabels.CONTAINER_NAME,
            name,
            "pillion.virtual-node",
            "demo/front")
        : Map.of(EcsLabels.TASK_ARN, ARN, EcsLabels.CONTAINER_NAME, name);
  }

  private Applied apply() {
    injector.prepare("t1", plan);
    return injector.apply(plan, NAMESPACE, Map.of("dev.pillion.held-at", "now"));
  }

  private void imagesAreThere() {
    runtime.image("envoy:1");
    runtime.image("routes:1", 0, "");
  }

  @Test
  void applyingTwiceEqualsOnce() {
    imagesAreThere();
    apply();
    assertEquals(
        List.of("create " + ENVOY, "create " + ROUTES, "start " + ENVOY, "start " + ROUTES),
        runtime.writes().stream().filter(write -> !write.endsWith("pause")).sorted().toList());
    var again = apply();
    assertEquals(List.of(), runtime.writes());
    assertInstanceOf(Side.Running.class, again.envoy());
    assertEquals(new Side.Done(), again.routes());
  }

  @Test
  void anotherInjectorFindsWhatTheFirstMade() {
    imagesAreThere();
    apply();
    runtime.writes();
    injector = injector();
    apply();
    assertEquals(List.of(), runtime.writes());
  }

  @Test
  void theDirectoryIsTheProxysOwn() throws IOException {
    imagesAreThere();
    apply();
    Path directory = run.resolve("tasks/t1");
    assertEquals(
        "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
    assertEquals(1337, Files.getAttribute(directory, "unix:uid"));
    assertEquals(plan.bootstrap(), Files.readString(directory.resolve("bootstrap.json")));
  }

  @Test
  void aStoppedEnvoyIsStartedAgainAndARunningOneIsLeftAlone() {
    imagesAreThere();
    apply();
    runtime.end(ENVOY, 139);
    runtime.writes();
    assertInstanceOf(Side.Running.class, apply().envoy());
    assertEquals(List.of("start " + ENVOY), runtime.writes());
  }

  @Test
  void otherPortsHaveTheRouteManagerRunAgain() {
    imagesAreThere();
    apply();
    runtime.writes();
    plan = plan(Set.of(8080, 9090));
    assertEquals(new Side.Done(), apply().routes());
    assertEquals(
        List.of("remove " + ROUTES, "create " + ROUTES, "start " + ROUTES), runtime.writes());
  }

  @Test
  void anImageThatCannotBePulledIsNamedWithTheRemedy() {
    runtime.image("routes:1", 0, "");
    apply();
    var failed = assertInstanceOf(Side.Failed.class, apply().envoy());
    assertEquals(Reason.ENVOY_IMAGE, failed.reason());
    assertEquals(
        "image envoy:1 cannot be pulled: pull access denied for envoy:1", failed.message());
    assertTrue(failed.remedy().contains("PILLION_ENVOY_IMAGE"));
  }

  @Test
  void anImageThatIsNotThereIsPulled() {
    runtime.image("routes:1", 0, "");
    runtime.inRegistry("envoy:1");
    assertEquals(new Side.Waiting("image envoy:1 to be pulled"), apply().envoy());
    assertInstanceOf(Side.Running.class, apply().envoy());
  }

  @Test
  void aFailedRouteManagerTellsItsLastWordsAndRunsAgainWhenForgotten() {
    runtime.image("envoy:1");
    runtime.image("routes:1", 1, "nat: Permission denied");
    apply();
    var failed = assertInstanceOf(Side.Failed.class, apply().routes());
    assertEquals(Reason.ROUTE_MANAGER_FAILED, failed.reason());
    assertEquals("route-manager ended with status 1: nat: Permission denied", failed.message());
    runtime.image("routes:1", 0, "");
    injector.forgetRoutes(plan);
    apply();
    assertEquals(new Side.Done(), apply().routes());
  }

  @Test
  void removingLeavesNothingOfOursAndEverythingElse() {
    imagesAreThere();
    apply();
    injector.remove("t1");
    injector.remove("t1");
    assertEquals(List.of("app", "pause"), runtime.names());
    assertFalse(Files.exists(run.resolve("tasks/t1")));
  }
}
