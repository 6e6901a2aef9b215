package dev.pillion.localecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.model.Container;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
final class LocalEcsTest {
  private static final String SERVE =
      "echo blue >/www/index.html; trap 'exit 0' TERM; httpd -p 8080 -h /www;"
          + " while :; do sleep 60 & wait; done";

  private final String id = "test-" + UUID.randomUUID().toString().substring(0, 8);
  private final Settings settings = Settings.named(id).label("dev.pillion.test", id);
  private final LocalEcs ecs = LocalEcs.open(settings);
  private final Engine engine = Engine.connect();
  private final RunningTask blue;

  LocalEcsTest() {
    try {
      blue = ecs.task(serving("blue"), Launch.plain());
    } catch (RuntimeException e) {
      ecs.close();
      throw e;
    }
  }

  @BeforeAll
  void waitForTheServer() {
    Await.until(
        "the blue task's server",
        Duration.ofSeconds(10),
        () -> blue.exec("app", "wget", "-qO-", "http://127.0.0.1:8080/").exitCode() == 0);
  }

  @AfterAll
  void clean() {
    engine.close();
    ecs.close();
  }

  private static TaskDefinition serving(String family) {
    return TaskDefinition.of(
        family,
        ContainerDefinition.of("app", Settings.DEMO_IMAGE, "sh", "-c", SERVE)
            .label("pillion.mesh", "demo")
            .port(8080));
  }

  @Test
  void everyContainerCarriesTheFiveLabelsAndOnlyTheAppTheUsersOwn() {
    Map<String, String> pause = labels(blue.pauseId());
    assertEquals(blue.arn(), pause.get("com.amazonaws.ecs.task-arn"));
    assertEquals("~internal~ecs~pause", pause.get("com.amazonaws.ecs.container-name"));
    assertEquals("blue", pause.get("com.amazonaws.ecs.task-definition-family"));
    assertEquals("1", pause.get("com.amazonaws.ecs.task-definition-version"));
    assertEquals("local", pause.get("com.amazonaws.ecs.cluster"));
    assertNull(pause.get("pillion.mesh"));
    Map<String, String> app = labels(blue.container("app"));
    assertEquals("app", app.get("com.amazonaws.ecs.container-name"));
    assertEquals("demo", app.get("pillion.mesh"));
  }

  @Test
  void containersAreNamedAsTheAgentNamesThem() {
    String pause = Objects.requireNonNull(engine.inspect(blue.pauseId()).getName());
    assertTrue(pause.matches("/ecs-blue-1-internalecspause-[0-9a-f]{20}"), pause);
    String app = Objects.requireNonNull(engine.inspect(blue.container("app")).getName());
    assertTrue(app.matches("/ecs-blue-1-app-[0-9a-f]{20}"), app);
  }

  @Test
  void theAppJoinsThePausesNamespaceAndStartsAtTheMeasuredPace() {
    var host = Objects.requireNonNull(engine.inspect(blue.container("app")).getHostConfig());
    assertEquals("container:" + blue.pauseId(), host.getNetworkMode());
    Duration gap = blue.timeline().gap("app");
    assertTrue(gap.toMillis() >= 200, gap.toString());
  }

  @Test
  void theFastPaceKeepsItsOwnShorterGap() {
    RunningTask fast = ecs.task(serving("fast"), Launch.plain().pace(Pace.FAST));
    Duration gap = fast.timeline().gap("app");
    assertTrue(gap.compareTo(Pace.FAST.appStart()) >= 0, gap.toString());
    assertTrue(Pace.FAST.appStart().compareTo(Pace.MEASURED.appStart()) < 0);
  }

  @Test
  void tasksReachEachOtherOverBothFamiliesAndTheirAttemptsAreCounted() {
    var launch = Launch.plain().host("four.local", blue.ipv4()).host("six.local", blue.ipv6());
    RunningTask front = ecs.task(serving("front"), launch);
    assertEquals(new Syns(0, 0), front.synsLeft());
    assertEquals("blue\n", fetch(front, "http://four.local:8080/"));
    assertEquals("blue\n", fetch(front, "http://[" + blue.ipv6() + "]:8080/"));
    assertEquals(new Syns(1, 1), front.synsLeft());
    assertTrue(blue.network().synsEntered().total() >= 2);
  }

  @Test
  void metadataAddressesAnswer() {
    String base =
        blue.exec("app", "sh", "-c", "echo $ECS_CONTAINER_METADATA_URI_V4").output().strip();
    String document = fetch(blue, base + "/task");
    assertTrue(document.contains("\"TaskARN\":\"" + blue.arn() + "\""), document);
    assertTrue(document.contains("\"CNI_PAUSE\""), document);
    assertEquals(
        "i-0123456789abcdef0\n",
        fetch(blue, "http://169.254.169.254/latest/meta-data/instance-id"));
  }

  @Test
  void somethingCanBeDoneBetweenNetworkAndApps() {
    var seen = new StringBuilder();
    ecs.task(
        serving("counted"),
        Launch.plain().networkReady(network -> seen.append(network.run("ip -br addr show eth0"))));
    assertTrue(seen.toString().contains("10.77."), seen.toString());
  }

  @Test
  void stoppingEndsTheAppsByTheirSignalAndThePauseLast() {
    RunningTask task = ecs.task(serving("stopping"));
    task.stop();
    assertFalse(task.isRunning("app"));
    var app = engine.inspect(task.container("app")).getState();
    var pause = engine.inspect(task.pauseId()).getState();
    assertEquals(0L, app.getExitCodeLong());
    assertTrue(
        Objects.requireNonNull(app.getFinishedAt())
                .compareTo(Objects.requireNonNull(pause.getFinishedAt()))
            < 0);
    assertEquals(new Syns(0, 0), task.synsLeft());
  }

  @Test
  void aStoppedAppRestartsInTheSameNamespace() {
    RunningTask task = ecs.task(serving("restarting"), Launch.plain().pace(Pace.NONE));
    task.kill("app", "KILL");
    Await.until("the app's end", Duration.ofSeconds(10), () -> !task.isRunning("app"));
    task.restart("app");
    assertTrue(task.isRunning("app"));
    assertTrue(task.exec("app", "ip", "addr").output().contains(task.ipv4()));
  }

  @Test
  void anotherProcessFindsTheTask() {
    var other = LocalEcs.open(settings);
    try {
      assertEquals(blue.pauseId(), other.find(blue.arn()).pauseId());
      var unknown = assertThrows(LocalEcsException.class, () -> other.find("nothing"));
      assertTrue(unknown.toString().contains("see: localecs list"));
    } finally {
      other.detach();
    }
  }

  @Test
  void aMissingImageIsNamedWithTheRemedyAndNothingStays() {
    var definition = TaskDefinition.of("lost", ContainerDefinition.of("app", "pillion/none:0"));
    var failure = assertThrows(LocalEcsException.class, () -> ecs.task(definition));
    assertTrue(failure.toString().contains("run scripts/images"), failure.toString());
    List<Container> left = engine.withLabels(Map.of(Names.LOCAL_ECS, id, Names.FAMILY, "lost"));
    assertEquals(List.of(), left);
  }

  private Map<String, String> labels(String container) {
    var config = Objects.requireNonNull(engine.inspect(container).getConfig());
    return Objects.requireNonNull(config.getLabels());
  }

  private static String fetch(RunningTask from, String url) {
    return from.exec("app", "timeout", "5", "wget", "-qO-", url).output();
  }
}
