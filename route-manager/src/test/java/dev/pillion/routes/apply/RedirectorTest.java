package dev.pillion.routes.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.routes.plan.HoldRules;
import dev.pillion.routes.plan.RedirectRules;
import dev.pillion.routes.spec.Backend;
import dev.pillion.routes.spec.Exit;
import dev.pillion.routes.spec.Family;
import dev.pillion.routes.spec.Place;
import dev.pillion.routes.spec.RedirectSpec;
import dev.pillion.routes.spec.RouteEnvironment;
import dev.pillion.routes.spec.RouteException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The program against real namespaces: what it leaves there and what it says.
final class RedirectorTest {
  /// Docker's own in a user-defined network, and things a task may have set itself.
  private static final String FOREIGN =
      """
      *nat
      :PREROUTING ACCEPT [0:0]
      :OUTPUT ACCEPT [0:0]
      :DOCKER_OUTPUT - [0:0]
      -A OUTPUT -d 127.0.0.11/32 -j DOCKER_OUTPUT
      -A DOCKER_OUTPUT -d 127.0.0.11/32 -p udp -m udp --dport 53 -j DNAT --to-destination 127.0.0.11:40000
      -A PREROUTING -p tcp -m tcp --dport 81 -m comment --comment "not -j PILLION_EGRESS" -j REDIRECT --to-ports 80
      COMMIT
      *filter
      :FORWARD DROP [0:0]
      -A INPUT -p tcp -m tcp --dport 23 -j DROP
      COMMIT
      """;

  private static final Place ANYWHERE = new Place(Optional.empty(), OptionalLong.empty());

  private static RedirectSpec spec(int appPort, boolean ipv6) {
    return new RedirectSpec(
        OptionalInt.of(1337),
        OptionalInt.empty(),
        15000,
        15001,
        appPort == 0 ? List.of() : List.of(appPort),
        List.of(),
        List.of(),
        ipv6);
  }

  private static RouteEnvironment environment(int appPort) {
    return new RouteEnvironment(spec(appPort, true), true, ANYWHERE);
  }

  private static void foreign(TestNamespace namespace, Backend backend) {
    namespace.restore(backend, Family.IPV4, FOREIGN);
    namespace.restore(
        backend,
        Family.IPV6,
        FOREIGN
            .replace("127.0.0.11/32", "fd00::11/128")
            .replace("127.0.0.11:40000", "[fd00::11]:40000"));
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  void undoLeavesEveryForeignRuleAsFound(Backend backend) {
    try (var namespace = new TestNamespace()) {
      foreign(namespace, backend);
      var before = namespace.rules();
      namespace.redirector().apply(environment(8080));
      for (var family : Family.values()) {
        var saved = namespace.saved(backend, family);
        assertEquals(List.of(), RedirectRules.missing(spec(8080, true), family, saved));
      }
      assertTrue(namespace.rules().contains("-A OUTPUT -d 127.0.0.11/32 -j DOCKER_OUTPUT"));
      assertEquals("redirect=removed", namespace.redirector().undo(ANYWHERE).line());
      assertEquals(before, namespace.rules());
      assertEquals("redirect=absent", namespace.redirector().undo(ANYWHERE).line());
    }
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  void aSecondRunChangesNothingAndSaysSo(Backend backend) {
    try (var namespace = new TestNamespace()) {
      foreign(namespace, backend);
      namespace.redirector().apply(environment(8080));
      var once = namespace.rules();
      assertEquals(
          "redirect=unchanged backend=" + backend.word() + " ipv4=redirected ipv6=redirected",
          namespace.redirector().apply(environment(8080)).line());
      assertEquals(once, namespace.rules());
    }
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  void anotherSpecReplacesTheRulesOfTheOneBefore(Backend backend) {
    try (var namespace = new TestNamespace();
        var fresh = new TestNamespace()) {
      var place = new Place(Optional.of(backend), OptionalLong.empty());
      namespace.redirector().apply(new RouteEnvironment(spec(8080, true), true, place));
      var later = new RouteEnvironment(spec(0, false), true, place);
      var outcome = namespace.redirector().apply(later);
      assertEquals(
          "redirect=applied backend=" + backend.word() + " ipv4=redirected ipv6=left-alone",
          outcome.line());
      fresh.redirector().apply(later);
      assertEquals(fresh.rules(), namespace.rules());
    }
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  void undoAndApplyRepairAnyHalfState(Backend backend) {
    try (var namespace = new TestNamespace()) {
      foreign(namespace, backend);
      var before = namespace.rules();
      var half =
          """
          *nat
          :PILLION_EGRESS - [0:0]
          -A OUTPUT -p tcp -j PILLION_EGRESS
          -A OUTPUT -p tcp -j PILLION_EGRESS
          -A PREROUTING -p tcp -g PILLION_EGRESS
          -A PILLION_EGRESS -p tcp -j RETURN
          COMMIT
          """;
      namespace.restore(backend, Family.IPV4, half);
      namespace.redirector().undo(ANYWHERE);
      assertEquals(before, namespace.rules());

      namespace.restore(backend, Family.IPV4, half);
      namespace.redirector().apply(environment(8080));
      assertEquals(
          List.of(),
          RedirectRules.missing(
              spec(8080, true), Family.IPV4, namespace.saved(backend, Family.IPV4)));
      namespace.redirector().undo(ANYWHERE);
      assertEquals(before, namespace.rules());
    }
  }

  @Test
  void rulesOfOursInTheOtherBackendGo() {
    try (var namespace = new TestNamespace()) {
      for (var backend : Backend.values()) {
        namespace.restore(
            backend, Family.IPV4, RedirectRules.redirect(spec(1, true), Family.IPV4).fromNothing());
      }
      var place = new Place(Optional.of(Backend.LEGACY), OptionalLong.empty());
      namespace.redirector().apply(new RouteEnvironment(spec(8080, true), true, place));
      assertFalse(namespace.saved(Backend.NFT, Family.IPV4).ours());
      assertTrue(namespace.saved(Backend.LEGACY, Family.IPV4).ours());
    }
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  void theBackendThatHasRulesIsUsedWhateverIsAskedFor(Backend backend) {
    var other = backend == Backend.NFT ? Backend.LEGACY : Backend.NFT;
    try (var namespace = new TestNamespace()) {
      namespace.restore(backend, Family.IPV6, HoldRules.dropping().arm(Family.IPV6));
      var place = new Place(Optional.of(other), OptionalLong.of(namespace.inode()));
      namespace.redirector().apply(new RouteEnvironment(spec(8080, true), true, place));
      assertFalse(namespace.saved(other, Family.IPV4).ours());
      assertTrue(namespace.saved(backend, Family.IPV4).ours());
      namespace.redirector().undo(place);
      var hold = HoldRules.dropping().rules(Family.IPV6);
      assertEquals(List.of(), hold.missing(namespace.saved(backend, Family.IPV6)), "it stays");
    }
  }

  @Test
  void anotherNamespaceIsRefusedUntouched() {
    try (var namespace = new TestNamespace()) {
      var before = namespace.rules();
      var place = new Place(Optional.empty(), OptionalLong.of(4026531840L));
      var environment = new RouteEnvironment(spec(8080, true), true, place);
      for (var failure :
          List.of(
              assertThrows(RouteException.class, () -> namespace.redirector().apply(environment)),
              assertThrows(RouteException.class, () -> namespace.redirector().undo(place)))) {
        assertEquals(Exit.WRONG_NAMESPACE, failure.exit());
        assertEquals(
            "network namespace "
                + namespace.inode()
                + ": PILLION_NETNS names 4026531840; start the route manager in the task's"
                + " namespace (container:ID of its pause container)",
            failure.getMessage());
      }
      assertEquals(before, namespace.rules());
    }
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  void aNamespaceThatAnotherMeshRedirectsIsRefusedUntouched(Backend backend) {
    try (var namespace = new TestNamespace()) {
      namespace.restore(backend, Family.IPV4, "*nat\n:APPMESH_EGRESS - [0:0]\nCOMMIT\n");
      var before = namespace.rules();
      var failure =
          assertThrows(RouteException.class, () -> namespace.redirector().apply(environment(8080)));
      assertEquals(Exit.FOREIGN_REDIRECT, failure.exit());
      assertEquals(
          "chain APPMESH_EGRESS: another mesh redirects this namespace already; remove"
              + " proxyConfiguration, Service Connect or that mesh from the task definition",
          failure.getMessage());
      assertEquals(before, namespace.rules());
    }
  }

  @Test
  void switchedOffItTouchesNothing() {
    try (var namespace = new TestNamespace()) {
      var untouched = namespace.rules();
      var outcome =
          namespace.redirector().apply(new RouteEnvironment(spec(8080, true), false, ANYWHERE));
      assertEquals("redirect=off reason=APPMESH_START_ENABLED=0", outcome.line());
      assertEquals(untouched, namespace.rules());
    }
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  void whereIpv6CannotBeGuardedAtAllNeitherFamilyIsChanged(Backend backend) {
    try (var link = Link.open()) {
      var task = link.task();
      foreign(task, backend);
      task.redirector().apply(environment(8080));
      var before = task.rules();
      var commands = Refusing.all(task.commands(), Family.IPV6);
      var failure =
          assertThrows(
              RouteException.class,
              () -> new Redirector(commands, task.proc()).apply(environment(9090)));
      assertEquals(Exit.FAILED, failure.exit());
      var restore = "ip6tables-" + backend.word() + "-restore: exit 4, no tables at all";
      assertTrue(failure.violations().getFirst().line().startsWith(restore), restore);
      assertEquals(before, task.rules());
    }
  }

  @Test
  void aNamespaceWithoutGlobalIpv6DoesWithoutItsRules() {
    try (var namespace = new TestNamespace()) {
      var commands = Refusing.all(namespace.commands(), Family.IPV6);
      var outcome = new Redirector(commands, namespace.proc()).apply(environment(8080));
      assertTrue(outcome.line().endsWith(" ipv4=redirected ipv6=absent"), outcome.line());
      assertEquals(1, outcome.warnings().size());
    }
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  void rulesThatReadBackDifferentlyAreTakenBack(Backend backend) {
    try (var namespace = new TestNamespace()) {
      foreign(namespace, backend);
      var before = namespace.rules();
      Commands forgetful =
          (command, input) ->
              namespace
                  .commands()
                  .run(command, input.replace(" --to-ports 15001", " --to-ports 1"));
      var failure =
          assertThrows(
              RouteException.class,
              () -> new Redirector(forgetful, namespace.proc()).apply(environment(8080)));
      assertEquals(
          "iptables-"
              + backend.word()
              + "-save: nat PILLION_EGRESS rule 5 is '-p tcp -j REDIRECT --to-ports 1', not"
              + " '-p tcp -j REDIRECT --to-ports 15001'; see what else writes rules in this"
              + " namespace, then run this again",
          failure.violations().getFirst().line());
      assertEquals(before, namespace.rules());
    }
  }

  @Test
  void undoDoesNotTakeWhatItCannotSeeForAbsent() {
    try (var namespace = new TestNamespace()) {
      Commands blind =
          (command, _) ->
              command.getFirst().startsWith("ip6")
                  ? new Commands.Result(1, "", "Failed to initialize nft: Protocol not supported")
                  : new Commands.Result(4, "", "Permission denied (you must be root)");
      var failure =
          assertThrows(
              RouteException.class, () -> new Redirector(blind, namespace.proc()).undo(ANYWHERE));
      assertEquals(
          "iptables-nft-save: exit 4, Permission denied (you must be root); give the container"
              + " NET_ADMIN",
          failure.getMessage());
    }
  }

  @Test
  void anImageWithoutIptablesIsNamed() {
    try (var namespace = new TestNamespace()) {
      Commands none =
          (command, _) -> {
            throw new IOException("No such file or directory");
          };
      var failure =
          assertThrows(
              RouteException.class,
              () -> new Redirector(none, namespace.proc()).apply(environment(8080)));
      assertEquals(
          "iptables-nft-save: cannot be started (No such file or directory); use an image that has"
              + " iptables with both backends",
          failure.getMessage());
    }
  }
}
