package dev.pillion.xds.discovery;

import static dev.pillion.xds.discovery.Reports.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.mesh.endpoint.Instance;
import dev.pillion.mesh.endpoint.LocalTask.State;
import dev.pillion.mesh.endpoint.ServiceKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class EndpointTableTest {
  private final MutableClock clock = new MutableClock();
  private final List<Set<ServiceKey>> announced = new ArrayList<>();
  private EndpointTable table = table(Set.of());

  @Test
  void aFullReportReplacesAndADeltaAdds() {
    connect("a", 1);
    assertEquals(
        changed("color"), table.apply(Reports.full("a", 1).lists("color", 1, "x@10.0.0.1").now()));
    assertEquals(
        changed("gold"),
        table.apply(Reports.delta("a", 1, 2).lists("gold", 1, "y@10.0.0.2").now()));
    assertEquals(ids("x"), shown("color"));
    connect("a", 1);
    assertEquals(
        new Applied.Same(), table.apply(Reports.full("a", 1).lists("gold", 1, "y@10.0.0.2").now()));
    assertEquals(ids("y"), shown("gold"));
    assertEquals(List.of(Set.of(key("color")), Set.of(key("gold"))), announced);
  }

  @Test
  void aGapAsksForAFullReportAndChangesNothing() {
    connect("a", 1);
    table.apply(Reports.full("a", 1).lists("color", 1, "x@10.0.0.1").now());
    assertEquals(new Applied.Gap(2), table.apply(Reports.delta("a", 1, 3).lists("color", 2).now()));
    assertEquals(ids("x"), shown("color"));
  }

  @Test
  void aConnectionHasToStartWithAFullReport() {
    connect("a", 1);
    assertEquals(new Applied.Gap(1), table.apply(Reports.delta("a", 1, 1).now()));
  }

  @Test
  void aRepeatedDeltaIsStale() {
    connect("a", 1);
    table.apply(Reports.full("a", 1).now());
    table.apply(Reports.delta("a", 1, 2).lists("color", 1, "x@10.0.0.1").now());
    assertEquals(
        new Applied.Stale(1, 2), table.apply(Reports.delta("a", 1, 2).lists("color", 1).now()));
    assertEquals(ids("x"), shown("color"));
  }

  @Test
  void anOlderStartOfTheSameAgentIsRefusedAndANewerTakesOver() {
    connect("a", 2);
    assertEquals(Optional.of(2L), table.connected("a", 1));
    connect("a", 3);
    assertEquals(new Applied.Stale(3, 0), table.apply(Reports.full("a", 2).now()));
  }

  @Test
  void aServiceThatNobodyListedIsUnknownAndOneWithoutInstancesIsEmpty() {
    connect("a", 1);
    table.apply(Reports.full("a", 1).lists("color", 1).now());
    assertEquals(new Lookup.Known(List.of()), table.lookup(key("color")));
    assertEquals(new Lookup.Awaited(), table.lookup(key("gold")));
  }

  @Test
  void aProblemKeepsTheLastKnownSet() {
    connect("a", 1);
    table.apply(Reports.full("a", 1).lists("color", 1, "x@10.0.0.1").now());
    assertEquals(
        new Applied.Same(),
        table.apply(Reports.delta("a", 1, 2).cannotList("color", "throttled").now()));
    assertEquals(ids("x"), shown("color"));
    assertEquals(Optional.of("throttled"), table.services().getFirst().problem());
  }

  @Test
  void aProblemInTheFirstReportLeavesTheServiceUnknown() {
    connect("a", 1);
    table.apply(Reports.full("a", 1).cannotList("color", "no credentials").now());
    assertEquals(new Lookup.Awaited(), table.lookup(key("color")));
    assertEquals(Optional.of("no credentials"), table.services().getFirst().problem());
  }

  @Test
  void theHigherRevisionCountsThenTheLaterWord() {
    connect("a", 1);
    connect("b", 1);
    table.apply(Reports.full("a", 1).lists("color", 7, "x@10.0.0.1").now());
    assertEquals(new Applied.Same(), table.apply(Reports.full("b", 1).lists("color", 6).now()));
    assertEquals(ids("x"), shown("color"));
    table.apply(Reports.delta("b", 1, 2).lists("color", 7, "y@10.0.0.2").now());
    assertEquals(ids("y"), shown("color"));
  }

  @Test
  void aSilentAgentsWordCountsForSixtySeconds() {
    connect("a", 1);
    connect("b", 1);
    table.apply(Reports.full("a", 1).lists("color", 9, "x@10.0.0.1").now());
    table.apply(Reports.full("b", 1).lists("color", 8, "y@10.0.0.2").now());
    table.lost("a", 1);
    clock.pass(Duration.ofSeconds(59));
    assertEquals(Set.of(), table.expire());
    assertEquals(ids("x"), shown("color"));
    clock.pass(Duration.ofSeconds(1));
    assertEquals(Set.of("a"), table.expire());
    assertEquals(ids("y"), shown("color"));
  }

  @Test
  void theLastKnownSetStaysWhenNoAgentIsLeft() {
    connect("a", 1);
    table.apply(Reports.full("a", 1).lists("color", 1, "x@10.0.0.1").now());
    table.lost("a", 1);
    clock.pass(Duration.ofMinutes(5));
    table.expire();
    assertEquals(ids("x"), shown("color"));
  }

  @Test
  void anAgentThatIsHandedTheNameTakesTheLastKnownSetOver() {
    connect("a", 1);
    table.apply(Reports.full("a", 1).lists("color", 9, "x@10.0.0.1").now());
    table.apply(Reports.delta("a", 1, 2).forgets("color").now());
    assertEquals(ids("x"), shown("color"));
    connect("b", 1);
    table.apply(Reports.full("b", 1).lists("color", 1, "y@10.0.0.2").now());
    assertEquals(ids("y"), shown("color"));
  }

  @Test
  void aReconnectInTimeLosesNothing() {
    connect("a", 1);
    table.apply(Reports.full("a", 1).lists("color", 1, "x@10.0.0.1").now());
    table.lost("a", 1);
    clock.pass(Duration.ofSeconds(59));
    connect("a", 2);
    clock.pass(Duration.ofSeconds(59));
    assertEquals(Set.of(), table.expire());
    assertEquals(ids("x"), shown("color"));
  }

  @Test
  void aTaskThatIsHeldOrDrainingIsNoEndpointByIdOrByAddress() {
    connect("a", 1);
    connect("b", 1);
    table.apply(Reports.full("b", 1).lists("color", 1, "t1@10.0.0.1", "other@10.0.0.2").now());
    var first =
        Reports.full("a", 1)
            .task("t1", State.HELD, "10.9.9.9")
            .task("t2", State.DRAINING, "10.0.0.2");
    assertEquals(changed("color"), table.apply(first.now()));
    assertEquals(List.of(), shown("color"));
    table.apply(Reports.delta("a", 1, 2).task("t1", State.RELEASED, "10.9.9.9").now());
    assertEquals(ids("t1"), shown("color"));
  }

  @Test
  void aTaskThatIsHeldBeforeCloudMapListsItIsNoEndpoint() {
    connect("a", 1);
    table.apply(Reports.full("a", 1).task("t1", State.HELD, "10.0.0.1").now());
    table.apply(Reports.delta("a", 1, 2).lists("color", 1, "t1@10.0.0.1").now());
    assertEquals(List.of(), shown("color"));
  }

  @Test
  void aTaskThatEndedIsNoEndpointAlthoughCloudMapStillListsIt() {
    connect("a", 1);
    table.apply(
        Reports.full("a", 1)
            .lists("color", 1, "t1@10.0.0.1")
            .task("t1", State.RELEASED, "10.0.0.1")
            .now());
    assertEquals(ids("t1"), shown("color"));
    table.apply(Reports.delta("a", 1, 2).gone("t1").now());
    assertEquals(List.of(), shown("color"));
    clock.pass(EndpointTable.SILENCE.plusSeconds(1));
    table.expire();
    assertEquals(ids("t1"), shown("color"));
  }

  @Test
  void theAddressOfAnEndedTaskIsAnEndpointAgainForTheNextTask() {
    connect("a", 1);
    table.apply(
        Reports.full("a", 1)
            .task("t1", State.RELEASED, "10.0.0.1")
            .lists("color", 1, "t1@10.0.0.1")
            .now());
    table.apply(
        Reports.delta("a", 1, 2)
            .gone("t1")
            .task("t2", State.RELEASED, "10.0.0.1")
            .lists("color", 2, "t2@10.0.0.1")
            .now());
    assertEquals(ids("t2"), shown("color"));
  }

  @Test
  void cloudMapsWordCountsAgainWhenTheAgentIsSilentTooLong() {
    connect("a", 1);
    connect("b", 1);
    table.apply(Reports.full("b", 1).lists("color", 1, "t1@10.0.0.1").now());
    table.apply(Reports.full("a", 1).task("t1", State.DRAINING, "10.0.0.1").now());
    assertEquals(List.of(), shown("color"));
    table.lost("a", 1);
    clock.pass(EndpointTable.SILENCE);
    table.expire();
    assertEquals(ids("t1"), shown("color"));
  }

  @Test
  void aServiceThatIsAskedForIsWaitedForFiveSecondsAndNoLonger() {
    assertEquals(new Lookup.Awaited(), table.lookup(key("color")));
    clock.pass(Duration.ofMillis(4_999));
    table.expire();
    assertEquals(new Lookup.Awaited(), table.lookup(key("color")));
    clock.pass(Duration.ofMillis(1));
    table.expire();
    table.expire();
    assertEquals(new Lookup.Unknown(), table.lookup(key("color")));
    assertEquals(List.of(Set.of(key("color"))), announced);
    connect("a", 1);
    table.apply(Reports.full("a", 1).lists("color", 1, "x@10.0.0.1").now());
    assertEquals(ids("x"), shown("color"));
  }

  @Test
  void withoutAgentsFromBeforeTheTableIsSettledAtOnce() {
    assertTrue(table.settled());
  }

  @Test
  void theTableSettlesWhenAllAgentsFromBeforeHaveReported() {
    table = table(Set.of("a", "b"));
    connect("a", 1);
    table.apply(Reports.full("a", 1).now());
    assertFalse(table.settled());
    assertEquals(Set.of("b"), table.awaited());
    connect("b", 1);
    table.apply(Reports.full("b", 1).now());
    assertTrue(table.settled());
    assertEquals(List.of(Set.of()), announced);
  }

  @Test
  void theTableSettlesAfterTenSecondsWithoutThem() {
    table = table(Set.of("a"));
    clock.pass(Duration.ofMillis(9_999));
    table.expire();
    assertFalse(table.settled());
    clock.pass(Duration.ofMillis(1));
    table.expire();
    assertTrue(table.settled());
  }

  @Test
  void whatNoMeshNamesAndNoAgentListsAnyMoreIsForgotten() {
    connect("a", 1);
    table.apply(Reports.full("a", 1).lists("color", 1, "x@10.0.0.1").lists("gold", 1).now());
    table.retain(Set.of(key("gold")));
    assertEquals(ids("x"), shown("color"));
    table.apply(Reports.delta("a", 1, 2).forgets("color").now());
    table.retain(Set.of(key("gold")));
    assertEquals(new Lookup.Awaited(), table.lookup(key("color")));
    assertEquals(new Lookup.Known(List.of()), table.lookup(key("gold")));
  }

  private EndpointTable table(Set<String> known) {
    var made = new EndpointTable(clock, known);
    made.onChange(announced::add);
    return made;
  }

  private void connect(String reporter, long epoch) {
    assertEquals(Optional.empty(), table.connected(reporter, epoch));
  }

  private List<String> shown(String service) {
    return assertInstanceOf(Lookup.Known.class, table.lookup(key(service))).instances().stream()
        .map(Instance::id)
        .toList();
  }

  private static List<String> ids(String... ids) {
    return List.of(ids);
  }

  private static Applied changed(String service) {
    return new Applied.Changed(Set.of(key(service)));
  }
}
