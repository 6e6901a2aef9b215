package dev.pillion.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pillion.agent.link.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class AttemptsTest {
  private final List<String> closed = new CopyOnWriteArrayList<>();
  private final List<String> problems = new CopyOnWriteArrayList<>();
  private final AtomicInteger attempts = new AtomicInteger();

  private void build(Closers closers, int failures) {
    int attempt = attempts.incrementAndGet();
    AutoCloseable opened = () -> closed.add("attempt " + attempt);
    closers.add(opened);
    if (attempt <= failures) {
      throw new IllegalStateException("no " + attempt);
    }
  }

  @Test
  void whatFailsIsClosedAndTriedAgainUntilItRuns() {
    var running = Attempts.begin(closers -> build(closers, 2), problems::add, Duration.ofMillis(1));
    Eventually.holds("the third attempt", () -> attempts.get() == 3);
    running.close();
    assertEquals(List.of("no 1", "no 2"), problems);
    assertEquals(List.of("attempt 1", "attempt 2", "attempt 3"), new ArrayList<>(closed));
  }

  @Test
  void whatRunsAtOnceIsTriedOnce() {
    Attempts.begin(closers -> build(closers, 0), problems::add, Duration.ofMillis(1)).close();
    assertEquals(1, attempts.get());
    assertEquals(List.of(), problems);
  }
}
