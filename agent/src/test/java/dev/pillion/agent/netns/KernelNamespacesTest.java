package dev.pillion.agent.netns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.netns.Namespaces.HoldRules;
import dev.pillion.agent.netns.Namespaces.NamespaceGone;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.routes.plan.HoldScope;
import dev.pillion.routes.plan.RedirectRules;
import dev.pillion.routes.spec.Backend;
import dev.pillion.routes.spec.Family;
import dev.pillion.routes.spec.RedirectSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KernelNamespacesTest {
  private static final RedirectSpec REDIRECT =
      new RedirectSpec(
          OptionalInt.of(1337),
          OptionalInt.empty(),
          15000,
          15001,
          List.of(8080),
          List.of(),
          List.of(),
          true);
  private static final int ARMINGS = 20;

  private KernelNamespaces namespaces;

  @BeforeAll
  void open() {
    namespaces = KernelNamespaces.open(Optional.empty(), Optional.empty());
  }

  @AfterAll
  void close() {
    namespaces.close();
  }

  @Test
  void thisKernelHasQueues() {
    assertEquals(Hold.Kind.QUEUE, namespaces.kind());
  }

  @Test
  void aFreshNamespaceIsTakenInAtOneLook() throws IOException {
    try (var tasks = new TaskAndPeer();
        var _ = tasks.taskListens(9090)) {
      var seen = namespaces.inspect(tasks.pid());
      assertEquals(List.of(), seen.foreignRedirects());
      assertEquals(Set.of(9090), seen.listening());
      assertEquals(Set.of("10.99.0.1", "fd00:99:0:0:0:0:0:1"), new TreeSet<>(seen.addresses()));
      assertEquals(HoldRules.ABSENT, seen.leftover());
    }
  }

  @ParameterizedTest
  @EnumSource
  void chainsOfOtherMeshesAreSeen(Backend backend) {
    try (var tasks = new TaskAndPeer()) {
      String command = backend.command(Family.IPV4, "restore");
      tasks.taskRuns(
          "sh",
          "-c",
          "printf '*nat\\n:APPMESH_INGRESS -\\n:ECS_SERVICE_CONNECT_EGRESS -\\n"
              + "-A OUTPUT -p tcp -j ECS_SERVICE_CONNECT_EGRESS\\nCOMMIT\\n' | "
              + command);
      assertEquals(
          List.of("APPMESH_INGRESS", "ECS_SERVICE_CONNECT_EGRESS"),
          namespaces.inspect(tasks.pid()).foreignRedirects());
    }
  }

  @ParameterizedTest
  @EnumSource
  void theHoldGoesWhereRulesAreAlready(Backend backend) {
    try (var tasks = new TaskAndPeer()) {
      tasks.taskRuns(
          "sh",
          "-c",
          "printf '*nat\\n:DOCKER_OUTPUT -\\n-A OUTPUT -d 127.0.0.11 -j DOCKER_OUTPUT\\nCOMMIT\\n'"
              + " | "
              + backend.command(Family.IPV4, "restore"));
      try (var _ = namespaces.arm(tasks.pid())) {
        assertTrue(tasks.rules(backend, Family.IPV4).contains("PILLION_HOLD"));
        assertTrue(tasks.rules(backend, Family.IPV6).contains("PILLION_HOLD"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRedirectIsReadBack(Backend backend) {
    try (var tasks = new TaskAndPeer()) {
      var missing = namespaces.missing(tasks.pid(), REDIRECT);
      assertEquals(2, missing.stream().filter(text -> text.contains("EGRESS is missing")).count());
      for (Family family : Family.values()) {
        String rules = RedirectRules.redirect(REDIRECT, family).fromNothing();
        tasks.taskRuns(
            "sh",
            "-c",
            "printf '%s' \"$1\" | " + backend.command(family, "restore") + " --noflush",
            "sh",
            rules);
      }
      assertEquals(List.of(), namespaces.missing(tasks.pid(), REDIRECT));
    }
  }

  @Test
  void aSecondOwnerIsRefusedWithTheReason() {
    try (var tasks = new TaskAndPeer();
        var _ = namespaces.arm(tasks.pid())) {
      var refused = assertThrows(MeshException.class, () -> namespaces.arm(tasks.pid()));
      assertTrue(refused.toString().contains("no second agent"), refused::toString);
    }
  }

  @Test
  void releaseAndCloseAreAsOnce() {
    try (var tasks = new TaskAndPeer()) {
      var hold = namespaces.arm(tasks.pid());
      hold.release();
      hold.release();
      hold.close();
      hold.decide(new HoldScope.Redirected(REDIRECT));
      assertEquals(HoldRules.ABSENT, namespaces.inspect(tasks.pid()).leftover());
    }
  }

  @Test
  void aHoldIsReleasedAlsoWhenItsProcessIsGone() {
    var tasks = new TaskAndPeer();
    try (var hold = namespaces.arm(tasks.pid())) {
      tasks.close();
      assertThrows(NamespaceGone.class, () -> namespaces.inspect(tasks.pid()));
      hold.release();
    }
  }

  @Test
  void aProcessThatIsGoneIsNamed() {
    long gone = 4_000_000;
    assertThrows(NamespaceGone.class, () -> namespaces.inode(gone));
    var named = assertThrows(NamespaceGone.class, () -> namespaces.arm(gone));
    assertEquals("process 4000000 is gone", named.getMessage());
  }

  /// Prints what arming takes on this machine; a bound here would fail on a busy one.
  @ParameterizedTest
  @EnumSource
  void armingIsMeasured(Backend backend) {
    var millis = new ArrayList<Long>();
    try (var measured = KernelNamespaces.open(Optional.of(backend), Optional.empty())) {
      for (int i = 0; i < ARMINGS; i++) {
        try (var tasks = new TaskAndPeer()) {
          long start = System.nanoTime();
          var hold = measured.arm(tasks.pid());
          millis.add((System.nanoTime() - start) / 1_000_000);
          assertEquals(HoldRules.BYPASSED, measured.inspect(tasks.pid()).leftover());
          hold.release();
        }
      }
    }
    assertEquals(ARMINGS, millis.size());
    System.out.println("arm " + backend.word() + " ms: " + millis);
  }
}
