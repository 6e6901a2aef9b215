package dev.pillion.routes.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.routes.plan.HoldRules;
import dev.pillion.routes.plan.HoldScope;
import dev.pillion.routes.plan.RedirectRules;
import dev.pillion.routes.spec.Backend;
import dev.pillion.routes.spec.Family;
import dev.pillion.routes.spec.Place;
import dev.pillion.routes.spec.RedirectSpec;
import dev.pillion.routes.spec.RouteEnvironment;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What real connections do under the rules, in both families at once.
final class TrafficTest {
  private static final int PROXY_UID = 1337;
  private static final int APP_UID = 1000;
  private static final int QUEUE = 15001;
  private static final RedirectSpec SPEC =
      new RedirectSpec(
          OptionalInt.of(PROXY_UID),
          OptionalInt.empty(),
          15000,
          15001,
          IntStream.range(8000, 8040).boxed().toList(),
          List.of("10.78.0.0/16", "fd78::/64"),
          List.of(443),
          true);

  private static RouteEnvironment environment(Backend backend) {
    return new RouteEnvironment(SPEC, true, new Place(Optional.of(backend), OptionalLong.empty()));
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  void connectionsFollowTheRedirectAndOlderOnesLiveOn(Backend backend) {
    try (var link = Link.open();
        var app = new ProbeProcess(link.task(), APP_UID);
        var proxy = new ProbeProcess(link.task(), PROXY_UID);
        var peer = new ProbeProcess(link.peer(), APP_UID)) {
      proxy.ask("listen", 15000, "ingress");
      proxy.ask("listen", 15001, "egress");
      app.ask("listen", 8000, "app");
      app.ask("listen", 9000, "admin");
      peer.ask("listen", 7000, "peer");
      peer.ask("listen", 1443, "tls");
      for (var family : Family.values()) {
        assertEquals("peer", app.ask("open", family, Link.peerAddress(family), 7000));
        assertEquals("app", peer.ask("open", family, Link.taskAddress(family), 8000));
      }

      assertEquals(
          "redirect=applied backend=" + backend.word() + " ipv4=redirected ipv6=redirected",
          link.task().redirector().apply(environment(backend)).line());

      for (var family : Family.values()) {
        var peerAddress = Link.peerAddress(family);
        var taskAddress = Link.taskAddress(family);
        assertEquals("peer", app.ask("send", family), "an older connection out");
        assertEquals("app", peer.ask("send", family), "an older connection in");
        assertEquals("egress", app.ask("connect", peerAddress, 7000));
        assertEquals("egress", app.ask("connect", peerAddress, 7001), "nobody listens there");
        assertEquals("peer", proxy.ask("connect", peerAddress, 7000), "the proxy's own");
        assertEquals("peer", app.ask("connect", Link.ignoredAddress(family), 7000));
        assertEquals("refused", app.ask("connect", peerAddress, 443), "an ignored port");
        assertEquals("refused", app.ask("connect", peerAddress, 22), "always ignored");
        assertEquals("admin", app.ask("connect", taskAddress, 9000), "the task's own address");
        for (var metadata : Link.metadataAddresses(family)) {
          assertEquals("peer", app.ask("connect", metadata, 7000));
        }
        for (var port : SPEC.appPorts()) {
          assertEquals("ingress", peer.ask("connect", taskAddress, port), "port " + port);
        }
        assertEquals("admin", peer.ask("connect", taskAddress, 9000), "no app port");
      }
    }
  }

  /// The control of the test above: without `--syn` it is the older connection that goes.
  @ParameterizedTest
  @EnumSource(Backend.class)
  void aRedirectOfAllPacketsWouldEndOlderConnections(Backend backend) {
    try (var link = Link.open();
        var app = new ProbeProcess(link.task(), APP_UID);
        var peer = new ProbeProcess(link.peer(), APP_UID)) {
      peer.ask("listen", 7000, "peer");
      app.ask("open", "older", Link.peerAddress(Family.IPV4), 7000);
      var rules = RedirectRules.redirect(SPEC, Family.IPV4).fromNothing();
      link.task().restore(backend, Family.IPV4, rules.replace(" --syn", ""));
      var answer = app.ask("send", "older");
      assertTrue(answer.contains("reset"), answer);
    }
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  void theHoldHoldsWhatItsVariantSays(Backend backend) {
    try (var link = Link.open();
        var app = new ProbeProcess(link.task(), APP_UID);
        var proxy = new ProbeProcess(link.task(), PROXY_UID);
        var peer = new ProbeProcess(link.peer(), APP_UID)) {
      app.ask("listen", 8000, "app");
      app.ask("listen", 9000, "admin");
      peer.ask("listen", 7000, "peer");
      for (var family : Family.values()) {
        var there = Link.peerAddress(family);
        var here = Link.taskAddress(family);
        link.task().restore(backend, family, HoldRules.dropping().arm(family));
        assertEquals("timeout", app.ask("attempt", there, 7000));
        assertEquals("timeout", peer.ask("attempt", here, 9000), "undecided: every port");
        assertEquals("peer", proxy.ask("connect", there, 7000));
        assertEquals("app", app.ask("connect", here, 8000), "local");
        for (var metadata : Link.metadataAddresses(family)) {
          assertEquals("peer", app.ask("connect", metadata, 7000));
        }

        link.task().restore(backend, family, HoldRules.undecided(QUEUE).replace(family));
        assertEquals("peer", app.ask("connect", there, 7000), "no owner of the queue: open");

        link.task()
            .restore(
                backend,
                family,
                HoldRules.decided(QUEUE, new HoldScope.Redirected(SPEC)).replace(family));
        assertEquals("timeout", app.ask("attempt", there, 7000), "no owner of the queue: closed");
        assertEquals("timeout", peer.ask("attempt", here, 8000));
        assertEquals("admin", peer.ask("connect", here, 9000), "no app port");
        assertEquals("peer", app.ask("connect", Link.ignoredAddress(family), 7000));
        assertEquals("refused", app.ask("connect", there, 443), "an ignored port");

        link.task().restore(backend, family, HoldRules.removal());
        assertEquals("peer", app.ask("connect", there, 7000));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  void nothingSlipsThroughWhileOneHoldReplacesAnother(Backend backend) throws InterruptedException {
    try (var link = Link.open();
        var app = new ProbeProcess(link.task(), APP_UID);
        var peer = new ProbeProcess(link.peer(), APP_UID)) {
      peer.ask("listen", 7000, "peer");
      var there = Link.peerAddress(Family.IPV4);
      link.task().restore(backend, Family.IPV4, HoldRules.dropping().arm(Family.IPV4));
      var flip = new AtomicBoolean(true);
      var flips = new AtomicInteger();
      var flipping =
          Thread.ofVirtual()
              .start(() -> {
                while (flip.get()) {
                  for (var next :
                      List.of(
                          HoldRules.dropping(new HoldScope.Redirected(SPEC)),
                          HoldRules.dropping())) {
                    link.task().restore(backend, Family.IPV4, next.replace(Family.IPV4));
                    flips.incrementAndGet();
                  }
                }
              });
      for (var i = 0; i < 8; i++) {
        assertEquals("timeout", app.ask("attempt", there, 7000));
      }
      flip.set(false);
      flipping.join();
      assertTrue(flips.get() > 20, () -> flips + " replacements");
    }
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  void whereIpv6CannotBeRedirectedItIsRejected(Backend backend) {
    try (var link = Link.open();
        var app = new ProbeProcess(link.task(), APP_UID);
        var proxy = new ProbeProcess(link.task(), PROXY_UID);
        var peer = new ProbeProcess(link.peer(), APP_UID)) {
      proxy.ask("listen", 15001, "egress");
      app.ask("listen", 8000, "app");
      peer.ask("listen", 7000, "peer");
      var there = Link.peerAddress(Family.IPV6);
      assertEquals("peer", app.ask("open", "older", there, 7000));
      var commands = Refusing.nat(link.task().commands(), Family.IPV6);

      var outcome = new Redirector(commands, link.task().proc()).apply(environment(backend));

      assertEquals(
          "redirect=applied backend=" + backend.word() + " ipv4=redirected ipv6=rejected",
          outcome.line());
      assertEquals(
          "IPv6 TCP: is rejected instead of redirected; ip6tables-"
              + backend.word()
              + "-restore: exit 3, no table nat; see with --print what it was given",
          outcome.warnings().getFirst());
      assertEquals("egress", app.ask("connect", Link.peerAddress(Family.IPV4), 7000));
      assertEquals("refused", app.ask("connect", there, 7000));
      assertEquals("refused", peer.ask("connect", Link.taskAddress(Family.IPV6), 8000));
      assertEquals("peer", proxy.ask("connect", there, 7000));
      assertEquals("peer", app.ask("connect", "fd00:ec2::254", 7000));
      assertEquals("peer", app.ask("send", "older"));
      assertEquals(
          List.of(),
          RedirectRules.missing(SPEC, Family.IPV6, link.task().saved(backend, Family.IPV6)));

      link.task().redirector().apply(environment(backend));
      assertEquals("egress", app.ask("connect", there, 7000), "once it can be redirected");
    }
  }
}
