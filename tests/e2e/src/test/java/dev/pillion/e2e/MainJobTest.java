package dev.pillion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.v1.ProxyStatus;
import dev.pillion.localecs.Exec;
import dev.pillion.localecs.RunningTask;
import dev.pillion.rig.Wait;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The main job: tasks that join by two labels, and a route that is followed.
@TestInstance(Lifecycle.PER_CLASS)
final class MainJobTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int CALLS = 200;

  @RegisterExtension final Stage stage = new Stage();

  private Stage.@Nullable Cast cast;

  @BeforeAll
  void startTasks() {
    cast = stage.startCast();
  }

  private Stage.Cast cast() {
    return Objects.requireNonNull(cast);
  }

  @Test
  void theRouteIsFollowedThroughBothEnvoysAndItsTurningRoundRestartsNothing() {
    Map<String, String> before = stage.rig().containers().startTimes();
    stage.rig().mesh().updateRoute("colors-90-10");
    awaitMajority("white");
    long egress = requests(cast().front(), "egress");
    long ingress = requests(cast().white(), "ingress") + requests(cast().blue(), "ingress");
    assertBetween(2, 45, call().getOrDefault("blue", 0));
    assertEquals(CALLS, requests(cast().front(), "egress") - egress);
    assertEquals(
        CALLS, requests(cast().white(), "ingress") + requests(cast().blue(), "ingress") - ingress);

    stage.rig().mesh().updateRoute("colors-10-90");
    awaitMajority("blue");
    assertBetween(2, 45, call().getOrDefault("white", 0));
    assertEquals(before, stage.rig().containers().startTimes());
    // Three tasks, each with pause, app and Envoy, and the hub.
    assertEquals(10, before.size(), before.toString());
  }

  @Test
  void statusShowsAllInSync() {
    Wait.until(
        "all three proxies in sync",
        LIMIT,
        () ->
            stage.rig().server().status().getProxiesList().stream()
                    .filter(ProxyStatus::getInSync)
                    .count()
                == 3,
        () -> stage.rig().server().status().toString());
    assertEquals(3, stage.rig().server().status().getProxiesCount());
    assertTrue(stage.rig().agent().status().getServer().getUp());
  }

  @Test
  void theVirtualServiceAnswersOverIpv6Too() {
    Map<String, Integer> answers =
        stage
            .rig()
            .ask(
                cast().front(),
                20,
                "http://[" + Stage.VIRTUAL_SERVICE_IPV6 + "]:8080/",
                "--header",
                "Host: colorteller.demo.local:8080");
    assertEquals(20, answers.getOrDefault("white", 0) + answers.getOrDefault("blue", 0));
  }

  @Test
  void metadataAddressesAnswerAMeshedTask() {
    assertEquals(
        "i-0123456789abcdef0\n",
        run(cast().front(), "wget -qO- http://169.254.169.254/latest/meta-data/instance-id"));
    String document = run(cast().front(), "wget -qO- $ECS_CONTAINER_METADATA_URI_V4/task");
    assertTrue(document.contains(cast().front().arn()), document);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ip", "ip6"})
  void dnsQueriesReachWhereTheyAreSent(String family) {
    RunningTask blue = cast().blue();
    String rule = "INPUT -i eth0 -p udp --dport 53";
    blue.network().run("%stables-nft -w -t mangle -A %s".formatted(family, rule));
    String address = family.equals("ip") ? blue.ipv4() : blue.ipv6();
    cast().front().exec("app", "timeout", "3", "nslookup", "any.demo.local", address);
    String counted = blue.network().run("%stables-nft -w -t mangle -vxnL INPUT".formatted(family));
    assertTrue(counted.lines().anyMatch(line -> line.matches("\\s*[1-9].*udp dpt:53.*")), counted);
  }

  private Map<String, Integer> call() {
    Map<String, Integer> answers = stage.rig().ask(cast().front(), CALLS, Stage.URL);
    assertEquals(
        CALLS, answers.getOrDefault("white", 0) + answers.getOrDefault("blue", 0), "" + answers);
    return answers;
  }

  private void awaitMajority(String color) {
    Wait.until(
        "a majority of " + color,
        LIMIT,
        () -> stage.rig().ask(cast().front(), 20, Stage.URL).getOrDefault(color, 0) >= 14);
  }

  private long requests(RunningTask task, String direction) {
    return stage.rig().envoy(task).sum("http\\." + direction + ".*\\.downstream_rq_total");
  }

  private static String run(RunningTask task, String command) {
    Exec done = task.exec("app", "sh", "-c", "timeout 5 " + command);
    assertEquals(0, done.exitCode(), done.output());
    return done.output();
  }

  private static void assertBetween(int least, int most, int value) {
    assertTrue(value >= least && value <= most, value + " is not within " + least + ".." + most);
  }
}
