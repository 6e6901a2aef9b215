package dev.pillion.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.rig.Wait;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// The demo, killed at random moments: the host is as it was, and the demo runs again.
final class DemoInterruptionTest {
  /// The demo's story takes about this long; a moment is anywhere in it.
  private static final Duration STORY = Duration.ofSeconds(25);

  // The image that scripts/test made is in another engine, where there was one already.
  private static final Map<String, String> OWN_ENGINE =
      Map.of("PILLION_OWN_ENGINE", "1", "DOCKER_HOST", "", "PILLION_ENVOY_IMAGE", "");

  private final long seed = Long.getLong("pillion.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void aDemoThatIsKilledAtAnyMomentLeavesTheHostAsItWasAndRunsAgain() throws Exception {
    HostState before = HostState.now();
    interrupt("SIGTERM", process -> process.destroy(), before);
    interrupt("SIGKILL", process -> process.destroyForcibly(), before);

    long began = System.nanoTime();
    Script demo = Script.start("demo-whole", OWN_ENGINE, "scripts/demo");
    assertEquals(0, demo.await(Duration.ofMinutes(3)), demo::toString);
    System.out.printf("a whole demo took %.1f s%n", (System.nanoTime() - began) / 1e9);
    awaitAsBefore("a whole demo", before);
  }

  private void interrupt(String signal, Consumer<Process> send, HostState before) throws Exception {
    Script demo = Script.start("demo-" + signal, OWN_ENGINE, "scripts/demo");
    demo.awaitWord("starting moto", Duration.ofMinutes(5));
    strangerIsRefused();
    long moment = random.nextLong(STORY.toMillis());
    boolean ended = demo.process().waitFor(moment, TimeUnit.MILLISECONDS);
    String when = "%s %d ms into the story (-Dpillion.seed=%d)".formatted(signal, moment, seed);
    System.out.println(when + (ended ? ", which had ended" : ""));
    send.accept(demo.process());
    demo.await(Duration.ofSeconds(60));
    awaitAsBefore(when, before);
  }

  private static void strangerIsRefused() throws IOException, InterruptedException {
    Script stranger =
        Script.start("demo-stranger", Map.of("DEV_PILLION_SESSION", ""), "scripts/demo");
    assertEquals(1, stranger.await(Duration.ofSeconds(20)));
    assertTrue(stranger.said().contains("is running (process"), stranger::toString);
  }

  private static void awaitAsBefore(String after, HostState before) {
    Wait.until(
        "the host as before, after " + after,
        Duration.ofSeconds(40),
        () -> before.differencesTo(HostState.now()).isEmpty(),
        () -> String.join("\n", before.differencesTo(HostState.now())));
  }
}
