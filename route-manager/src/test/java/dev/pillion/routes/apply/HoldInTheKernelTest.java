package dev.pillion.routes.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.routes.plan.HoldRules;
import dev.pillion.routes.plan.HoldScope;
import dev.pillion.routes.spec.Backend;
import dev.pillion.routes.spec.Family;
import dev.pillion.routes.spec.RedirectSpec;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class HoldInTheKernelTest {
  private static final int QUEUE = 15001;
  private static final RedirectSpec SPEC =
      new RedirectSpec(
          OptionalInt.of(1337),
          OptionalInt.of(1338),
          15000,
          15001,
          IntStream.range(8000, 8040).boxed().toList(),
          List.of("10.1.2.3/16", "2001:0db8::0/32", "::ffff:1.2.3.4", "0.0.0.0/0"),
          List.of(443),
          true);

  static Stream<Arguments> kernels() {
    return Stream.of(Backend.values())
        .flatMap(
            backend -> Stream.of(Family.values()).map(family -> Arguments.of(backend, family)));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void eachVariantReplacesTheOneBeforeAndReadsBackAsWritten(Backend backend, Family family) {
    try (var namespace = new TestNamespace()) {
      var undecided = HoldRules.undecided(QUEUE);
      namespace.restore(backend, family, undecided.arm(family));
      assertEquals(List.of(), undecided.rules(family).missing(namespace.saved(backend, family)));
      for (var next :
          List.of(
              HoldRules.optedIn(QUEUE),
              HoldRules.decided(QUEUE, new HoldScope.Redirected(SPEC)),
              HoldRules.dropping(),
              HoldRules.dropping(new HoldScope.Redirected(SPEC)),
              undecided)) {
        namespace.restore(backend, family, next.replace(family));
        var saved = namespace.saved(backend, family);
        assertEquals(List.of(), next.rules(family).missing(saved));
        assertEquals("", next.rules(family).from(saved));
      }
      namespace.restore(backend, family, HoldRules.removal());
      assertFalse(namespace.saved(backend, family).used());
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void theHoldIsReachedAndRemovedFromAnyHalfState(Backend backend, Family family) {
    try (var namespace = new TestNamespace()) {
      namespace.restore(
          backend,
          family,
          """
          *mangle
          :PILLION_HOLD - [0:0]
          :FOREIGN - [0:0]
          -A OUTPUT -p tcp -j FOREIGN
          -A OUTPUT -p tcp -j PILLION_HOLD
          -A OUTPUT -p tcp -j PILLION_HOLD
          -A FOREIGN -p tcp -g PILLION_HOLD
          COMMIT
          """);
      var hold = HoldRules.decided(QUEUE, new HoldScope.Redirected(SPEC)).rules(family);
      var before = namespace.saved(backend, family);
      assertFalse(hold.missing(before).isEmpty());
      namespace.restore(backend, family, hold.from(before));
      var armed = namespace.saved(backend, family);
      assertEquals(List.of(), hold.missing(armed));
      namespace.restore(backend, family, HoldRules.none().from(armed));
      var after = namespace.saved(backend, family);
      assertFalse(after.ours());
      assertTrue(namespace.save(backend, family).contains("-A OUTPUT -p tcp -j FOREIGN"));
    }
  }
}
