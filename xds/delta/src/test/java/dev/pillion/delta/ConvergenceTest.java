package dev.pillion.delta;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// Whatever happens on the way, the client ends with the last snapshot. The rules for every single
/// response are checked by [RecordingClient] and [SimulatedEnvoy].
final class ConvergenceTest {
  @Property(tries = 600)
  void aClientThatRefusesNothingEndsWithTheLastSnapshot(
      @ForAll Dialect dialect,
      @ForAll @Size(max = 80) List<@IntRange(min = 0, max = 1 << 20) Integer> steps) {
    var play = Play.ofGoodMeshes(dialect);
    steps.forEach(play::step);
    play.publishSome(new Random(steps.size()));
    play.settle();
    play.assertHoldsSnapshot();
    play.assertInSync();
  }

  @Property(tries = 600)
  void aClientThatRefusesWhatIsBadEndsWithTheLastSnapshotOnceThatIsCorrected(
      @ForAll Dialect dialect,
      @ForAll @Size(max = 80) List<@IntRange(min = 0, max = 1 << 20) Integer> steps) {
    var play = Play.ofMeshesWith(version -> version.charAt(0) < '5', dialect);
    steps.forEach(play::step);
    play.publishSome(new Random(steps.size()));
    play.settle();
    play.assertHoldsAllThatIsGood();
    play.correct();
    play.settle();
    play.assertHoldsSnapshot();
    play.assertInSync();
  }
}
