package dev.pillion.xds.ads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.pillion.delta.Snapshot;
import dev.pillion.delta.Verdict;
import dev.pillion.delta.VersionedResource;
import dev.pillion.delta.XdsType;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class QuarantineTest {
  private final Quarantine quarantine = new Quarantine();
  private final AtomicInteger told = new AtomicInteger();
  private final Quarantine.Member one = quarantine.join("one", told::incrementAndGet);
  private final Quarantine.Member two = quarantine.join("two", told::incrementAndGet);

  private final Snapshot old =
      new EnvoyConfig().cluster("a", 1, 80).cluster("left", 1, 80).routes("t", "left").snapshot(1);
  private final Snapshot bad = new EnvoyConfig().cluster("a", 2, 80).routes("t", "a").snapshot(2);

  @Test
  void whatOneRefusesIsKeptFromTheOthersWhichHaveTheLastGoodOne() {
    one.view(old);
    accept(one, old, XdsType.CDS, "a");
    refuse(one, bad, XdsType.CDS, "a");
    assertEquals(find(old, XdsType.CDS, "a"), find(two.view(bad), XdsType.CDS, "a"));
    assertEquals(find(bad, XdsType.RDS, "t"), find(two.view(bad), XdsType.RDS, "t"));
    KeptBack kept = two.keptBack().getFirst();
    assertEquals("a", kept.name());
    assertEquals(find(bad, XdsType.CDS, "a").version(), kept.refused());
    assertEquals(find(old, XdsType.CDS, "a").version(), kept.served());
    assertEquals(List.of("one"), kept.by());
    assertEquals("no", kept.error());
  }

  @Test
  void theOneThatRefusesIsNotConcerned() {
    accept(one, old, XdsType.CDS, "a");
    refuse(one, bad, XdsType.CDS, "a");
    assertHolds(bad, one.view(bad));
    assertEquals(List.of(), one.keptBack());
  }

  @Test
  void withoutAGoodOneItIsOfferedAllTheSame() {
    one.view(bad);
    refuse(one, bad, XdsType.CDS, "a");
    assertHolds(bad, two.view(bad));
  }

  @Test
  void anotherVersionEndsIt() {
    accept(one, old, XdsType.CDS, "a");
    refuse(one, bad, XdsType.CDS, "a");
    var corrected = new EnvoyConfig().cluster("a", 3, 80).snapshot(3);
    assertEquals(find(corrected, XdsType.CDS, "a"), find(two.view(corrected), XdsType.CDS, "a"));
    assertEquals(List.of(), two.keptBack());
  }

  @Test
  void anotherThatAcceptsItEndsItForAll() {
    accept(one, old, XdsType.CDS, "a");
    var three = quarantine.join("three", () -> {});
    refuse(one, bad, XdsType.CDS, "a");
    accept(two, bad, XdsType.CDS, "a");
    assertHolds(bad, three.view(bad));
  }

  @Test
  void whatAnotherHasAcceptedIsTheFaultOfTheHostThatRefusesIt() {
    one.view(bad);
    accept(two, bad, XdsType.CDS, "a");
    refuse(one, bad, XdsType.CDS, "a");
    assertHolds(bad, quarantine.join("three", () -> {}).view(bad));
  }

  @Test
  void itEndsWhenAllThatRefuseItHaveLeft() {
    accept(one, old, XdsType.CDS, "a");
    refuse(one, bad, XdsType.CDS, "a");
    refuse(two, bad, XdsType.CDS, "a");
    var three = quarantine.join("three", () -> {});
    one.close();
    assertEquals(1, three.keptBack().size());
    two.close();
    assertHolds(bad, three.view(bad));
  }

  @Test
  void whatTheLastGoodOneLeadsToStaysWithIt() {
    for (String cluster : List.of("a", "left")) {
      accept(one, old, XdsType.CDS, cluster);
      accept(one, old, XdsType.EDS, cluster);
    }
    accept(one, old, XdsType.RDS, "t");
    refuse(one, bad, XdsType.RDS, "t");
    Snapshot view = two.view(bad);
    assertEquals(find(old, XdsType.RDS, "t"), find(view, XdsType.RDS, "t"));
    assertEquals(find(old, XdsType.CDS, "left"), find(view, XdsType.CDS, "left"));
    assertEquals(find(old, XdsType.EDS, "left"), find(view, XdsType.EDS, "left"));
    assertEquals(find(bad, XdsType.CDS, "a"), find(view, XdsType.CDS, "a"));
  }

  @Test
  void ofSeveralThatWereRefusedTogetherNoneIsBlamed() {
    accept(one, old, XdsType.CDS, "a");
    one.view(bad);
    var all = List.copyOf(bad.of(XdsType.CDS).values());
    one.heed(new Verdict.Rejected(XdsType.CDS, all, false, "one of them", Instant.EPOCH));
    assertHolds(bad, two.view(bad));
  }

  @Test
  void whatIsRefusedTooLateIsKeptFromNobody() {
    accept(one, old, XdsType.CDS, "a");
    one.view(bad);
    var corrected = new EnvoyConfig().cluster("a", 3, 80).snapshot(3);
    two.view(corrected);
    one.heed(
        new Verdict.Rejected(
            XdsType.CDS, List.of(find(bad, XdsType.CDS, "a")), true, "no", Instant.EPOCH));
    assertHolds(corrected, two.view(corrected));
  }

  @Test
  void whatARelaysProxiesRefuseIsKeptUntilTheLastOfThemHasLeft() {
    accept(one, old, XdsType.CDS, "a");
    one.view(bad);
    var refusal =
        new Verdict.Rejected(
            XdsType.CDS, List.of(find(bad, XdsType.CDS, "a")), true, "no", Instant.EPOCH);
    one.heed(refusal, "behind one");
    one.heed(refusal, "beside it");
    assertEquals(List.of("behind one", "beside it"), two.keptBack().getFirst().by());
    one.forget("behind one");
    one.forget("nobody");
    assertEquals(List.of("beside it"), two.keptBack().getFirst().by());
    one.forget("beside it");
    assertHolds(bad, two.view(bad));
  }

  @Test
  void aRelayWithoutProxiesThatRefuseIsGivenTheLastGoodOneWhileOthersRefuse() {
    accept(one, old, XdsType.CDS, "a");
    refuse(one, bad, XdsType.CDS, "a");
    two.view(bad);
    two.heed(
        new Verdict.Rejected(
            XdsType.CDS, List.of(find(bad, XdsType.CDS, "a")), true, "no", Instant.EPOCH),
        "behind two");
    assertHolds(bad, two.view(bad));
    told.set(0);
    two.forget("behind two");
    assertEquals(1, told.get());
    assertEquals(find(old, XdsType.CDS, "a"), find(two.view(bad), XdsType.CDS, "a"));
  }

  @Test
  void everyoneIsToldOfTheFirstRefusalAndNobodyOfTheNext() {
    accept(one, old, XdsType.CDS, "a");
    refuse(one, bad, XdsType.CDS, "a");
    assertEquals(2, told.getAndSet(0));
    refuse(two, bad, XdsType.CDS, "a");
    assertEquals(0, told.get());
  }

  @Test
  void aTypeThatDidNotChangeIsTheSameMapSoThatNoStreamComparesItAgain() {
    one.view(old);
    var next =
        new EnvoyConfig()
            .cluster("a", 1, 81)
            .cluster("left", 1, 80)
            .routes("t", "left")
            .snapshot(2);
    assertSame(old.of(XdsType.CDS), two.view(next).of(XdsType.CDS));
    assertSame(old.of(XdsType.RDS), two.view(next).of(XdsType.RDS));
    assertNotSame(old.of(XdsType.EDS), two.view(next).of(XdsType.EDS));
    assertSame(one.view(next), two.view(next));
  }

  @Test
  void anOlderSnapshotThatALateStreamLooksAtForgetsNothing() {
    accept(one, old, XdsType.CDS, "a");
    refuse(one, bad, XdsType.CDS, "a");
    assertSame(old, two.view(old));
    assertEquals(find(old, XdsType.CDS, "a"), find(two.view(bad), XdsType.CDS, "a"));
  }

  private static void assertHolds(Snapshot expected, Snapshot view) {
    for (XdsType type : XdsType.values()) {
      assertEquals(expected.of(type), view.of(type));
    }
  }

  private static void accept(
      Quarantine.Member member, Snapshot snapshot, XdsType type, String name) {
    member.view(snapshot);
    member.heed(new Verdict.Accepted(type, List.of(find(snapshot, type, name)), Instant.EPOCH));
  }

  private static void refuse(
      Quarantine.Member member, Snapshot snapshot, XdsType type, String name) {
    member.view(snapshot);
    member.heed(
        new Verdict.Rejected(type, List.of(find(snapshot, type, name)), true, "no", Instant.EPOCH));
  }

  private static VersionedResource find(Snapshot snapshot, XdsType type, String name) {
    return snapshot.find(type, name).orElseThrow();
  }
}
