package dev.pillion.agent.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.cloudmap.CloudMapPoller;
import dev.pillion.agent.cloudmap.FakeCloudMap;
import dev.pillion.agent.dial.Dial;
import dev.pillion.agent.link.Eventually;
import dev.pillion.agent.report.ServerLink.Target;
import dev.pillion.agent.v1.CloudMapName;
import dev.pillion.agent.v1.Proxies;
import dev.pillion.agent.v1.ProxyRef;
import dev.pillion.agent.v1.ProxyTarget;
import dev.pillion.agent.v1.Report;
import dev.pillion.agent.v1.Resolve;
import dev.pillion.agent.v1.SendFull;
import dev.pillion.agent.v1.ServerMessage;
import dev.pillion.mesh.endpoint.LocalTask;
import dev.pillion.mesh.endpoint.ServiceKey;
import dev.pillion.mesh.model.ProxyGroup;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GrpcServerLinkTest {
  private static final ServiceKey COLORS = new ServiceKey("demo.local", "colorteller");
  private static final ProxyGroup FRONT = ProxyGroup.virtualNode("demo", "front");
  private static final Greeting GREETING =
      new Greeting(new HostIdentity("arn:host", "prod"), 7, "0.1.0", "");

  @TempDir Path state;
  private final FakeCloudMap cloudMap = new FakeCloudMap();
  private final CloudMapPoller poller = new CloudMapPoller(cloudMap, Duration.ofMillis(20));
  private RecordingServer server;
  private ManagedChannel channel;
  private GrpcServerLink link;

  @BeforeEach
  void start() throws IOException {
    server = new RecordingServer(0, true);
    open(server.port());
  }

  private void open(int port) {
    channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    link =
        GrpcServerLink.open(
            channel,
            Dial.plain("127.0.0.1:" + port),
            GREETING,
            poller,
            state,
            InstantSource.system());
  }

  private void closeAgent() {
    link.close();
    channel.shutdownNow();
  }

  @AfterEach
  void stop() {
    closeAgent();
    poller.close();
    server.close();
  }

  private static LocalTask task(String id, LocalTask.State state) {
    return new LocalTask(id, "arn:task/" + id, FRONT, state, List.of("10.0.0.9"));
  }

  private static ServerMessage.Builder front(boolean exists, int... ports) {
    var target =
        ProxyTarget.newBuilder()
            .setProxy(
                ProxyRef.newBuilder()
                    .setMesh("demo")
                    .setKind(ProxyRef.Kind.VIRTUAL_NODE)
                    .setName("front"))
            .setExists(exists)
            .setProblem(exists ? "" : "mesh 'demo' has no virtual node 'front'");
    for (int port : ports) {
      target.addListenerPorts(port);
    }
    return ServerMessage.newBuilder().setProxies(Proxies.newBuilder().addTargets(target));
  }

  private static ServerMessage.Builder resolve(ServiceKey... names) {
    var resolve = Resolve.newBuilder();
    for (ServiceKey name : names) {
      resolve.addNames(
          CloudMapName.newBuilder().setNamespace(name.namespace()).setService(name.service()));
    }
    return ServerMessage.newBuilder().setResolve(resolve);
  }

  private void awaitTarget(Target expected) {
    Eventually.holds("front is " + expected, () -> link.target(FRONT).equals(expected));
  }

  @Test
  void aStreamBeginsWithAHelloAndAFullReport() {
    var stream = server.stream(0);
    Report first = stream.report(0);
    var hello = stream.said().getFirst().getHello();
    assertEquals("arn:host", hello.getReporter());
    assertEquals(7, hello.getEpoch());
    assertEquals("prod", hello.getCluster());
    assertTrue(hello.getResolvesCloudMap());
    assertEquals(Report.newBuilder().setSequence(1).setFull(true).build(), first);
    Eventually.holds("the link is up", () -> link.state().up());
  }

  @Test
  void changesGoOutAsDeltasOneAfterTheOther() {
    var stream = server.stream(0);
    stream.report(0);
    link.tasks(List.of(task("a", LocalTask.State.HELD)));
    Report held = stream.report(1);
    assertEquals(2, held.getSequence());
    assertFalse(held.getFull());
    assertEquals("a", held.getTasks(0).getId());
    link.tasks(List.of(task("a", LocalTask.State.HELD)));
    link.tasks(List.of(task("a", LocalTask.State.RELEASED)));
    Report released = stream.report(2);
    assertEquals(3, released.getSequence());
    assertEquals(dev.pillion.agent.v1.LocalTask.State.RELEASED, released.getTasks(0).getState());
    link.tasks(List.of());
    assertEquals(List.of("a"), stream.report(3).getGoneTasksList());
  }

  @Test
  void aGapIsHealedByAFullReport() {
    var stream = server.stream(0);
    stream.report(0);
    link.tasks(List.of(task("a", LocalTask.State.RELEASED)));
    stream.report(1);
    stream.say(
        ServerMessage.newBuilder().setSendFull(SendFull.newBuilder().setReason("2 after 0")));
    Report full = stream.report(2);
    assertTrue(full.getFull());
    assertEquals(3, full.getSequence());
    assertEquals(1, full.getTasksCount());
  }

  @Test
  void namesToResolveAreResolvedAndForgotten() {
    cloudMap.register(COLORS, "i-1", Map.of("AWS_INSTANCE_IPV4", "10.0.0.1"));
    var stream = server.stream(0);
    stream.report(0);
    stream.say(resolve(COLORS));
    Report first = stream.report(1);
    assertEquals("colorteller", first.getServices(0).getName().getService());
    assertEquals("10.0.0.1", first.getServices(0).getInstances(0).getIpv4());
    cloudMap.deregister(COLORS, "i-1");
    assertEquals(0, stream.report(2).getServices(0).getInstancesCount());
    cloudMap.fail("timed out");
    assertEquals("timed out", stream.report(3).getServices(0).getProblem());
    stream.say(resolve());
    assertEquals("colorteller", stream.report(4).getForgotten(0).getService());
  }

  @Test
  void aServerThatComesBackIsToldEverythingAgain() throws Exception {
    int port = server.port();
    cloudMap.register(COLORS, "i-1", Map.of("AWS_INSTANCE_IPV4", "10.0.0.1"));
    server.stream(0).say(resolve(COLORS));
    link.interest(Set.of(FRONT));
    link.tasks(List.of(task("a", LocalTask.State.RELEASED)));
    server.stream(0).say(front(true, 8080));
    awaitTarget(new Target.Exists(Set.of(8080)));
    server.close();
    Eventually.holds("the link is down", () -> !link.state().up());
    assertTrue(link.state().remedy().contains("start the server"), link.state().remedy());
    assertEquals(new Target.Exists(Set.of(8080)), link.target(FRONT));

    server = new RecordingServer(port, true);
    var again = server.stream(0);
    Report full = again.report(0);
    assertTrue(full.getFull());
    assertEquals(1, full.getSequence());
    assertEquals(1, full.getTasksCount());
    assertEquals(1, full.getServicesCount());
    Eventually.holds(
        "interest is said again", () -> again.said().stream().anyMatch(m -> m.hasInterest()));
    Eventually.holds("the link is up", () -> link.state().up());
  }

  @Test
  void aStreamThatTheServerEndsIsBegunAgain() {
    server.stream(0).report(0);
    server.stream(0).end();
    assertEquals(1, server.stream(1).report(0).getSequence());
  }

  @Test
  void theServersWordOnAVirtualNodeIsHeardAndTold() {
    var told = new AtomicInteger();
    link.onTargets(told::incrementAndGet);
    Eventually.holds("the link is up", () -> link.state().up());
    link.interest(Set.of(FRONT));
    var unheard = assertInstanceOf(Target.Unheard.class, link.target(FRONT));
    assertEquals("the server has not answered yet", unheard.problem());
    var stream = server.stream(0);
    Eventually.holds(
        "interest is said",
        () -> stream.said().stream().anyMatch(m -> m.getInterest().getProxiesList().size() == 1));
    stream.say(front(false));
    awaitTarget(new Target.Missing("mesh 'demo' has no virtual node 'front'"));
    stream.say(front(true, 8080, 9090));
    awaitTarget(new Target.Exists(Set.of(8080, 9090)));
    Eventually.holds("the listener is told twice", () -> told.get() == 2);
  }

  @Test
  void anAgentThatStartsWhileTheServerIsAwayRemembersThePorts() throws Exception {
    link.interest(Set.of(FRONT));
    server.stream(0).say(front(true, 8080));
    awaitTarget(new Target.Exists(Set.of(8080)));
    Eventually.holds("it is on disk", () -> state.resolve("targets.json").toFile().exists());
    int port = server.port();
    closeAgent();
    server.close();
    open(port);
    link.interest(Set.of(FRONT));
    awaitTarget(new Target.Exists(Set.of(8080)));
    var other = ProxyGroup.virtualNode("demo", "back");
    link.interest(Set.of(FRONT, other));
    Eventually.holds(
        "the problem names the server",
        () ->
            link.target(other) instanceof Target.Unheard(var problem)
                && problem.startsWith("server 127.0.0.1:" + port + ": "));
  }

  @Test
  void anAgentThatStartsWhileTheServerIsAwayRemembersThatInjectionIsOff() throws Exception {
    var off = new Target.Exists(Set.of(8080), Optional.of("switched off"));
    link.interest(Set.of(FRONT));
    var front = front(true, 8080);
    front.getProxiesBuilder().getTargetsBuilder(0).setInjectionOff("switched off");
    server.stream(0).say(front);
    awaitTarget(off);
    Eventually.holds("it is on disk", () -> state.resolve("targets.json").toFile().exists());
    int port = server.port();
    closeAgent();
    server.close();
    open(port);
    link.interest(Set.of(FRONT));
    awaitTarget(off);
  }

  @Test
  void credentialsThatTurnUpLaterAreSaidInANewHello() {
    server.stream(0).report(0);
    closeAgent();
    cloudMap.usable(false);
    open(server.port());
    var without = server.stream(1);
    without.report(0);
    assertFalse(without.said().getFirst().getHello().getResolvesCloudMap());
    cloudMap.usable(true);
    link.wake();
    var with = server.stream(2);
    with.report(0);
    assertTrue(with.said().getFirst().getHello().getResolvesCloudMap());
  }

  @Test
  void aServerThatNeverWelcomesIsNamedAsTheProblem() throws Exception {
    closeAgent();
    server.close();
    server = new RecordingServer(0, false);
    open(server.port());
    Eventually.holds(
        "its silence is the problem",
        () -> link.state().problem().equals("it took the stream and said nothing for 5 s"));
    assertFalse(link.state().up());
  }

  @Test
  void aBurstOfChangesIsFewReports() {
    var stream = server.stream(0);
    stream.report(0);
    for (int i = 0; i < 10_000; i++) {
      link.tasks(List.of(task("a" + i, LocalTask.State.RELEASED)));
    }
    Eventually.holds(
        "the last change is said",
        () ->
            stream.reports().getLast().getTasksList().stream()
                .anyMatch(task -> task.getId().equals("a9999")));
    List<Report> reports = stream.reports();
    for (int i = 0; i < reports.size(); i++) {
      assertEquals(i + 1, reports.get(i).getSequence());
    }
    assertTrue(reports.size() < 5_000, "reports: " + reports.size());
  }
}
