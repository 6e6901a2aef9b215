package dev.pillion.xds.agents;

import static dev.pillion.xds.agents.RecordingAgent.proxy;
import static dev.pillion.xds.translate.MeshBuilder.cloudMap;
import static dev.pillion.xds.translate.MeshBuilder.dns;
import static dev.pillion.xds.translate.MeshBuilder.http;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.v1.CloudMapInstances;
import dev.pillion.agent.v1.CloudMapName;
import dev.pillion.agent.v1.Instance;
import dev.pillion.agent.v1.LocalTask;
import dev.pillion.agent.v1.ProxyTarget;
import dev.pillion.agent.v1.Report;
import dev.pillion.agent.v1.ServerMessage.MessageCase;
import dev.pillion.mesh.endpoint.ServiceKey;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.state.InjectionSwitch;
import dev.pillion.xds.discovery.EndpointTable;
import dev.pillion.xds.discovery.Lookup;
import dev.pillion.xds.discovery.MutableClock;
import dev.pillion.xds.snapshot.FakeMeshes;
import dev.pillion.xds.translate.MeshBuilder;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AgentsServiceTest {
  private static final ServiceKey COLOR = new ServiceKey("demo.local", "color");

  private final MutableClock clock = new MutableClock();
  private final FakeMeshes meshes = new FakeMeshes();
  private final EndpointTable table = new EndpointTable(clock, Set.of());
  private final RememberedReporters known = new RememberedReporters();
  private final RecordedReports reports = new RecordedReports();
  private AgentsService service;
  private Server server;

  @BeforeEach
  void start() throws IOException {
    service =
        new AgentsService(new AgentsService.Context(meshes, table, reports, known, clock, "1.2.3"));
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(service)
            .build()
            .start();
    meshes.commit(mesh().at(1), new ResourceId.Mesh());
  }

  @AfterEach
  void stop() {
    service.close();
    server.shutdownNow();
  }

  @Test
  void anAgentsReportsBecomeEndpoints() throws InterruptedException {
    try (var agent = agent().greets("a", 1, true)) {
      assertEquals(List.of("color", "gold"), agent.assigned());
      agent.reports(full(1).addServices(color("t1", "10.0.0.1")));
      await("t1 is listed", () -> ids().equals(List.of("t1")));
      agent.reports(Report.newBuilder().setSequence(2).addTasks(task(LocalTask.State.HELD)));
      await("t1 is held", () -> ids().isEmpty());
      agent.reports(Report.newBuilder().setSequence(3).addTasks(task(LocalTask.State.RELEASED)));
      await("t1 is released", () -> ids().equals(List.of("t1")));
      agent.reports(Report.newBuilder().setSequence(4).addGoneTasks("t1"));
      await("t1 is gone", () -> ids().isEmpty());
    }
  }

  @Test
  void aGapIsAnsweredOnceWithAWishForAFullReport() throws InterruptedException {
    try (var agent = agent().greets("a", 1, false)) {
      agent.reports(full(1));
      agent.reports(Report.newBuilder().setSequence(3));
      agent.reports(Report.newBuilder().setSequence(4));
      assertEquals(
          "report 3 came where 2 was due",
          agent.next(MessageCase.SEND_FULL).getSendFull().getReason());
      agent.reports(full(5).addServices(color("t1", "10.0.0.1")));
      await("t1 is listed", () -> ids().equals(List.of("t1")));
      agent.reports(Report.newBuilder().setSequence(7));
      assertEquals(
          "report 7 came where 6 was due",
          agent.next(MessageCase.SEND_FULL).getSendFull().getReason());
    }
  }

  @Test
  void anAgentIsToldOfItsProxiesAndThenOfWhatChanges() throws InterruptedException {
    try (var agent = agent().greets("a", 1, false)) {
      agent.isInterestedIn("front", "later");
      var missing =
          ProxyTarget.newBuilder()
              .setProxy(proxy("later"))
              .setProblem(
                  "virtual node demo/later: VirtualNode with name later is not present under mesh"
                      + " demo; create it, or correct the label pillion.virtual-node")
              .build();
      var front =
          ProxyTarget.newBuilder()
              .setProxy(proxy("front"))
              .setExists(true)
              .addListenerPorts(8080)
              .build();
      assertEquals(Set.of(missing, front), Set.copyOf(agent.targets()));
      meshes.commit(
          mesh().node("later", http(9090), dns("l")).at(2), new ResourceId.VirtualNode("later"));
      var later = front.toBuilder().setProxy(proxy("later")).clearListenerPorts();
      assertEquals(List.of(later.addListenerPorts(9090).build()), agent.targets());
      agent.isInterestedIn("front");
      assertEquals(List.of(front), agent.targets());
    }
  }

  @Test
  void anAgentIsToldForWhomInjectionIsOff() throws InterruptedException {
    try (var a = agent().greets("a", 1, false);
        var b = agent().greets("b", 1, false)) {
      a.isInterestedIn("front");
      b.isInterestedIn("front");
      ProxyTarget on = a.targets().getFirst();
      assertEquals(List.of(on), b.targets());
      meshes.switchInjection(
          mesh().at(1), InjectionSwitch.of(Map.of("pillion:injection:host:a", "off")));
      ProxyTarget off = a.targets().getFirst();
      assertEquals(
          "injection is off for mesh demo on host a; pillion injection on demo --host a switches it"
              + " on",
          off.getInjectionOff());
      assertTrue(off.getExists());
      meshes.switchInjection(mesh().at(1), InjectionSwitch.ON);
      assertEquals(List.of(on), a.targets());
      meshes.switchInjection(mesh().at(1), InjectionSwitch.of(Map.of("pillion:injection", "off")));
      assertTrue(b.targets().getFirst().getInjectionOff().startsWith("injection is off for mesh"));
    }
  }

  @Test
  void servicesAreSharedOutAnewWhenAgentsComeAndGo() throws InterruptedException {
    try (var a = agent().greets("a", 1, true)) {
      assertEquals(List.of("color", "gold"), a.assigned());
      try (var b = agent();
          var c = agent();
          var blind = agent()) {
        b.greets("b", 1, true);
        c.greets("c", 1, true);
        blind.greets("blind", 1, false);
        await("each service has two agents", () -> resolvers() == 4);
        var views = service.agents();
        assertEquals(
            List.of("a", "b", "blind", "c"), views.stream().map(AgentView::reporter).toList());
      }
      await("a has all again", () -> resolvesOf("a") == 2);
    }
  }

  @Test
  void aServiceThatAMeshStartsToNameIsHandedOut() throws InterruptedException {
    try (var agent = agent().greets("a", 1, true)) {
      assertEquals(List.of("color", "gold"), agent.assigned());
      meshes.commit(
          mesh().node("silver", http(9080), cloudMap("silver", Map.of())).at(2),
          new ResourceId.VirtualNode("silver"));
      assertEquals(List.of("color", "gold", "silver"), agent.assigned());
    }
  }

  @Test
  void aNewConnectionOfTheSameAgentTakesOver() throws Exception {
    try (var old = agent().greets("a", 1, false);
        var young = agent().greets("a", 1, false)) {
      assertEquals(Status.Code.ABORTED, old.ended().getCode());
      young.reports(full(1).addServices(color("t1", "10.0.0.1")));
      await("t1 is listed", () -> ids().equals(List.of("t1")));
      assertTrue(service.agents().getFirst().connected());
    }
  }

  @Test
  void whatAnAgentSaysOfItsEnvoysIsHandedOnUntilItsConnectionEnds() throws Exception {
    try (var old = agent().greets("a", 1, false)) {
      old.serves("one", "two");
      await("it is heard", () -> reports.said().equals(List.of("1 has [one, two]")));
      try (var young = agent().greets("a", 1, false)) {
        old.ended();
        young.serves("two");
        await("the new one is heard", () -> reports.said().getLast().equals("2 has [two]"));
        assertEquals("1 ended", reports.said().get(1));
      }
      await("the connection is gone", () -> reports.said().getLast().equals("2 ended"));
    }
  }

  @Test
  void anOlderStartOfAnAgentIsRefusedWithTheRemedy() throws Exception {
    try (var young = agent().greets("a", 2, false);
        var old = agent()) {
      old.hello("a", 1, false);
      assertEquals(
          "agent a: epoch 1 is older than 2, which was here; give each host a state directory of"
              + " its own",
          old.ended().getDescription());
      young.reports(full(1).addServices(color("t1", "10.0.0.1")));
      await("t1 is listed", () -> ids().equals(List.of("t1")));
    }
  }

  @Test
  void anAgentThatSaysNoHelloIsTurnedAway() throws Exception {
    try (var agent = agent()) {
      agent.reports(full(1));
      assertEquals(Status.Code.FAILED_PRECONDITION, agent.ended().getCode());
    }
  }

  @Test
  void anAgentThatIsSilentTooLongIsForgottenAndItsEndpointsStay() throws InterruptedException {
    try (var agent = agent().greets("a", 1, true)) {
      agent.reports(full(1).addServices(color("t1", "10.0.0.1")));
      await("t1 is listed", () -> ids().equals(List.of("t1")));
    }
    await("a has gone", () -> !service.agents().getFirst().connected());
    await("a is known after a restart", () -> known.load().equals(Set.of("a")));
    clock.pass(Duration.ofSeconds(60));
    await("a is forgotten", () -> service.agents().isEmpty());
    await("a is not waited for", () -> known.load().isEmpty());
    assertEquals(List.of("t1"), ids());
  }

  private RecordingAgent agent() {
    return new RecordingAgent(server.getPort());
  }

  private static MeshBuilder mesh() {
    return new MeshBuilder("demo")
        .node("front", http(8080), dns("front.local"))
        .node("color", http(9080), cloudMap("color", Map.of()))
        .node("gold", http(9080), cloudMap("gold", Map.of()));
  }

  private static Report.Builder full(long sequence) {
    return Report.newBuilder().setSequence(sequence).setFull(true);
  }

  private static CloudMapInstances color(String id, String address) {
    return CloudMapInstances.newBuilder()
        .setName(CloudMapName.newBuilder().setNamespace("demo.local").setService("color"))
        .setRevision(1)
        .addInstances(Instance.newBuilder().setId(id).setIpv4(address))
        .build();
  }

  private static LocalTask task(LocalTask.State state) {
    return LocalTask.newBuilder().setId("t1").setState(state).setProxy(proxy("color")).build();
  }

  private List<String> ids() {
    return table.lookup(COLOR) instanceof Lookup.Known(var instances)
        ? instances.stream().map(found -> found.id()).toList()
        : List.of();
  }

  private int resolvers() {
    return service.agents().stream().mapToInt(view -> view.resolves().size()).sum();
  }

  private int resolvesOf(String agent) {
    return service.agents().stream()
        .filter(view -> view.reporter().equals(agent))
        .mapToInt(view -> view.resolves().size())
        .sum();
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, () -> "waited in vain until " + what);
      Thread.onSpinWait();
    }
  }
}
