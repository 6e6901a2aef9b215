package dev.pillion.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.Watchdog.Limits;
import dev.pillion.agent.reconcile.LongLook;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class WatchdogTest {
  private static final Limits OFTEN = new Limits(Duration.ofMillis(1), Duration.ofMillis(50));
  private static final Limits PATIENT = new Limits(Duration.ofMillis(1), Duration.ofSeconds(30));

  @Test
  void anAgentWhoseWorkNoLongerRunsIsEndedOnce() throws InterruptedException {
    var ended = new CountDownLatch(1);
    var ends = new AtomicInteger();
    Runnable end =
        () -> {
          ends.incrementAndGet();
          ended.countDown();
        };
    try (var _ = new Watchdog(_ -> {}, _ -> List.of(), end, OFTEN)) {
      assertTrue(ended.await(10, TimeUnit.SECONDS));
    }
    assertEquals(1, ends.get());
  }

  @Test
  void anAgentWhoseWorkRunsGoesOnAndIsAskedForSlowLooks() throws InterruptedException {
    var asked = new ArrayBlockingQueue<Duration>(3);
    var ends = new AtomicInteger();
    var look = new LongLook("7f3a", Duration.ofSeconds(31), "somewhere");
    try (var _ =
        new Watchdog(
            Runnable::run,
            limit -> {
              asked.offer(limit);
              return List.of(look);
            },
            ends::incrementAndGet,
            PATIENT)) {
      for (int i = 0; i < 3; i++) {
        assertEquals(PATIENT.patience(), asked.poll(10, TimeUnit.SECONDS));
      }
    }
    assertEquals(0, ends.get());
  }
}
