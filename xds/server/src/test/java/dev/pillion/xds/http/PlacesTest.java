package dev.pillion.xds.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PlacesTest {
  private static final HttpLimits.Sizes SIZES = new HttpLimits.Sizes(1, 1, 1, 1_000);

  private final Bodies bodies = new Bodies(SIZES);
  private final Places places = new Places(new HttpLimits.Counts(9, 1, 1), bodies);

  @Test
  void aPlaceIsFreeWhenItsRequestIsCarriedOutAndTheServerWaitsUntilItIsAnswered() {
    Places.Entry.Pass read = pass(places.enter(false));
    assertEquals(new Places.Entry.Refused(Limit.READS), places.enter(false));
    read.carriedOut();
    assertEquals(1, places.running());
    pass(places.enter(false)).close();
    assertFalse(places.stop(Duration.ZERO));
    read.close();
    assertTrue(places.stop(Duration.ZERO));
    assertEquals(0, places.running());
  }

  @Test
  void writesAndReadsHavePlacesOfTheirOwn() {
    Places.Entry.Pass write = pass(places.enter(true));
    assertEquals(new Places.Entry.Refused(Limit.WRITES), places.enter(true));
    pass(places.enter(false)).close();
    write.close();
    pass(places.enter(true)).close();
  }

  @Test
  void aPassThatIsClosedGivesItsPlaceOnce() {
    Places.Entry.Pass read = pass(places.enter(false));
    read.carriedOut();
    read.close();
    pass(places.enter(false));
    assertEquals(new Places.Entry.Refused(Limit.READS), places.enter(false));
  }

  @Test
  void nobodyEntersWhileBodiesTakeAllThatTheyMay() {
    bodies.takeAnyway(1_000);
    assertEquals(new Places.Entry.Refused(Limit.BODIES), places.enter(false));
    bodies.give(1);
    pass(places.enter(false)).close();
  }

  @Test
  void nobodyEntersAServerThatStops() {
    assertTrue(places.stop(Duration.ZERO));
    assertEquals(new Places.Entry.Refused(Limit.STOPPING), places.enter(true));
  }

  private static Places.Entry.Pass pass(Places.Entry entry) {
    return assertInstanceOf(Places.Entry.Pass.class, entry);
  }
}
