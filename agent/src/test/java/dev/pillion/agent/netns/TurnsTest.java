package dev.pillion.agent.netns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

final class TurnsTest {
  private static final int USERS = 200;

  private final Turns turns = new Turns();

  @Test
  void oneNamespaceHasOneWriterAtATime() {
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < USERS; i++) {
        threads.execute(() ->
            turns.during(
                1,
                () -> {
                  most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                  LockSupport.parkNanos(1_000);
                  return inside.decrementAndGet();
                }));
      }
    }
    assertEquals(1, most.get());
    assertEquals(0, turns.held());
  }

  @Test
  void namespacesDoNotWaitForEachOther() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var both = new CountDownLatch(2);
      for (long inode : new long[] {1, 2}) {
        threads.execute(() ->
            assertTrue(
                turns.during(
                    inode,
                    () -> {
                      both.countDown();
                      return reached(both);
                    })));
      }
      assertTrue(reached(both));
    }
  }

  @Test
  void aFailureEndsTheTurn() {
    assertThrows(
        IllegalStateException.class,
        () ->
            turns.during(
                1,
                () -> {
                  throw new IllegalStateException();
                }));
    assertEquals(0, turns.held());
    assertEquals("next", turns.during(1, () -> "next"));
  }

  private static boolean reached(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
