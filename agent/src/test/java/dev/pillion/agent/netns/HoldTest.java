package dev.pillion.agent.netns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.netns.Namespaces.HoldRules;
import dev.pillion.routes.plan.HoldScope;
import dev.pillion.routes.spec.Backend;
import dev.pillion.routes.spec.Family;
import dev.pillion.routes.spec.RedirectSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The hold on the real kernel, in each backend and family.
final class HoldTest {
  private static final int APP_PORT = 9090;
  private static final int OTHER_PORT = 9091;
  // What a SYN that was dropped would take (TCP_TIMEOUT_INIT), less what a busy machine may.
  private static final Duration REPEATED_SYN = Duration.ofMillis(700);
  private static final HoldScope SCOPE =
      new HoldScope.Redirected(
          new RedirectSpec(
              OptionalInt.of(1337),
              OptionalInt.empty(),
              15000,
              15001,
              List.of(APP_PORT),
              List.of(),
              List.of(),
              true));

  static Stream<Arguments> kernels() {
    return Stream.of(Backend.values())
        .flatMap(
            backend -> Stream.of(Family.values()).map(family -> Arguments.of(backend, family)));
  }

  private static KernelNamespaces open(Backend backend) {
    return KernelNamespaces.open(Optional.of(backend), Optional.of(Hold.Kind.QUEUE));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aFirstConnectionWaitsAndGoesOnAtRelease(Backend backend, Family family) throws IOException {
    try (var namespaces = open(backend);
        var tasks = new TaskAndPeer();
        var _ = tasks.peerListens();
        var hold = namespaces.arm(tasks.pid());
        var connection = tasks.taskConnects(TaskAndPeer.peerAddress(family), TaskAndPeer.PORT)) {
      Await.until("a SYN in the queue", () -> tasks.queued() == 1);
      hold.decide(SCOPE);
      assertTrue(connection.waits());
      assertEquals(0, tasks.synsAtPeer());
      long released = System.nanoTime();
      hold.release();
      connection.succeeds();
      var after = Duration.ofNanos(connection.connectedAt().join() - released);
      assertTrue(after.compareTo(REPEATED_SYN) < 0, "connected after " + after);
      System.out.println(backend + " " + family + " connected after " + after.toMillis() + " ms");
      assertEquals(1, tasks.synsAtPeer());
      assertEquals("", withoutEmpty(tasks.rules(backend, family)));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void whatWaitedIsRedirectedByRulesThatCameMeanwhile(Backend backend, Family family)
      throws IOException {
    try (var namespaces = open(backend);
        var tasks = new TaskAndPeer();
        var _ = tasks.peerListens();
        var proxy = tasks.taskListens(15001);
        var hold = namespaces.arm(tasks.pid());
        var connection = tasks.taskConnects(TaskAndPeer.peerAddress(family), TaskAndPeer.PORT)) {
      Await.until("a SYN in the queue", () -> tasks.queued() == 1);
      hold.decide(SCOPE);
      tasks.taskRuns(
          backend.command(family, "").replaceFirst("-$", ""),
          "-t",
          "nat",
          "-A",
          "OUTPUT",
          "-p",
          "tcp",
          "--syn",
          "-j",
          "REDIRECT",
          "--to-ports",
          "15001");
      hold.release();
      connection.succeeds();
      proxy.configureBlocking(false);
      assertEquals(0, tasks.synsAtPeer());
      try (var accepted = proxy.accept()) {
        assertTrue(accepted != null, "nothing arrived at the proxy");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void inboundConnectionsWaitToo(Backend backend, Family family) throws IOException {
    try (var namespaces = open(backend);
        var tasks = new TaskAndPeer();
        var _ = tasks.taskListens(APP_PORT);
        var hold = namespaces.arm(tasks.pid());
        var connection = tasks.peerConnects(TaskAndPeer.taskAddress(family), APP_PORT)) {
      Await.until("a SYN in the queue", () -> tasks.queued() == 1);
      hold.decide(SCOPE);
      assertTrue(connection.waits());
      hold.release();
      connection.succeeds();
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void onceDecidedInboundPortsThatAreNotTheAppsAreLetIn(Backend backend, Family family)
      throws IOException {
    try (var namespaces = open(backend);
        var tasks = new TaskAndPeer();
        var _ = tasks.taskListens(OTHER_PORT);
        var hold = namespaces.arm(tasks.pid())) {
      hold.decide(SCOPE);
      try (var connection = tasks.peerConnects(TaskAndPeer.taskAddress(family), OTHER_PORT)) {
        connection.succeeds();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void ofAGatewaysTaskOnlyWhatComesInOnItsPortsWaits(Backend backend, Family family)
      throws IOException {
    try (var namespaces = open(backend);
        var tasks = new TaskAndPeer();
        var _ = tasks.peerListens();
        var _ = tasks.taskListens(APP_PORT);
        var _ = tasks.taskListens(OTHER_PORT);
        var hold = namespaces.arm(tasks.pid())) {
      hold.decide(new HoldScope.Inbound(List.of(APP_PORT)));
      assertEquals(HoldRules.CLOSED, namespaces.inspect(tasks.pid()).leftover());
      String peer = TaskAndPeer.peerAddress(family);
      String task = TaskAndPeer.taskAddress(family);
      try (var out = tasks.taskConnects(peer, TaskAndPeer.PORT);
          var other = tasks.peerConnects(task, OTHER_PORT);
          var in = tasks.peerConnects(task, APP_PORT)) {
        out.succeeds();
        other.succeeds();
        assertTrue(in.waits());
        hold.release();
        in.succeeds();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void theProxyAndTheMetadataAddressesAreNotHeld(Backend backend, Family family)
      throws IOException {
    String metadata = family == Family.IPV4 ? TaskAndPeer.METADATA : TaskAndPeer.IPV6_METADATA;
    try (var namespaces = open(backend);
        var tasks = new TaskAndPeer();
        var _ = tasks.peerListens();
        var hold = namespaces.arm(tasks.pid())) {
      String peer = TaskAndPeer.peerAddress(family);
      assertTrue(tasks.taskConnectsAs(1337, peer, TaskAndPeer.PORT));
      assertTrue(tasks.taskConnectsAs(1000, metadata, TaskAndPeer.PORT));
      hold.decide(SCOPE);
      assertTrue(tasks.taskConnectsAs(1337, peer, TaskAndPeer.PORT));
      assertTrue(tasks.taskConnectsAs(1000, metadata, TaskAndPeer.PORT));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void anUndecidedTaskIsLetGoWhenTheOwnerIsGone(Backend backend, Family family) throws IOException {
    try (var namespaces = open(backend);
        var tasks = new TaskAndPeer();
        var _ = tasks.peerListens()) {
      namespaces.arm(tasks.pid()).close();
      assertEquals(HoldRules.BYPASSED, namespaces.inspect(tasks.pid()).leftover());
      try (var connection = tasks.taskConnects(TaskAndPeer.peerAddress(family), TaskAndPeer.PORT)) {
        connection.succeeds();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aDecidedTaskStaysClosedUntilAnotherAgentTakesOver(Backend backend, Family family)
      throws IOException {
    try (var namespaces = open(backend);
        var tasks = new TaskAndPeer();
        var _ = tasks.peerListens()) {
      try (var first = namespaces.arm(tasks.pid())) {
        first.decide(SCOPE);
      }
      assertEquals(HoldRules.CLOSED, namespaces.inspect(tasks.pid()).leftover());
      String before = tasks.rules(backend, family);
      try (var connection = tasks.taskConnects(TaskAndPeer.peerAddress(family), TaskAndPeer.PORT);
          var second = namespaces.arm(tasks.pid())) {
        assertEquals(plain(before), plain(tasks.rules(backend, family)));
        Await.until("a repeated SYN in the queue", () -> tasks.queued() >= 1);
        assertTrue(connection.waits());
        assertEquals(0, tasks.synsAtPeer());
        second.release();
        connection.succeeds();
        assertEquals(HoldRules.ABSENT, namespaces.inspect(tasks.pid()).leftover());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void withoutQueuesSynsAreDroppedAndComeAgain(Backend backend, Family family) throws IOException {
    try (var namespaces = KernelNamespaces.open(Optional.of(backend), Optional.of(Hold.Kind.DROP));
        var tasks = new TaskAndPeer();
        var _ = tasks.peerListens();
        var hold = namespaces.arm(tasks.pid());
        var connection = tasks.taskConnects(TaskAndPeer.peerAddress(family), TaskAndPeer.PORT)) {
      assertEquals(Hold.Kind.DROP, hold.kind());
      Await.until("a dropped SYN", () -> tasks.dropped(backend, family) == 1);
      hold.decide(SCOPE);
      assertTrue(connection.waits());
      assertEquals(0, tasks.synsAtPeer());
      hold.release();
      connection.succeeds();
    }
  }

  /// Without comments and counters.
  private static String plain(String saved) {
    return saved.replaceAll("(?m)^#.*\n", "").replaceAll("\\[\\d+:\\d+]", "");
  }

  /// And without what remains of a table once used: its built-in chains, with no rules.
  private static String withoutEmpty(String saved) {
    return plain(saved).replaceAll("(?m)^([*:].*|COMMIT)\n", "");
  }
}
