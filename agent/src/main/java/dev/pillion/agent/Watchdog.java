package dev.pillion.agent;

import dev.pillion.agent.reconcile.LongLook;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees to it that an agent never stands still unseen: says which task's look does not come back
/// and where it waits, and ends an agent none of whose threads goes on any more, because the next
/// one adopts everything.
final class Watchdog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

  private final Executor work;
  private final Function<Duration, List<LongLook>> looks;
  private final Runnable standstill;
  private final Limits limits;
  private final CountDownLatch end = new CountDownLatch(1);
  private final Set<String> told = new HashSet<>();
  private final Thread thread;

  /// @param every between two checks
  /// @param patience how long a look may take, and how long work may wait for a thread
  record Limits(Duration every, Duration patience) {
    static final Limits USUAL = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(30));
  }

  /// @param work what all of the agent's work runs on
  /// @param looks the looks at tasks that take longer than that
  /// @param standstill called once when the work no longer runs
  Watchdog(
      Executor work, Function<Duration, List<LongLook>> looks, Runnable standstill, Limits limits) {
    this.work = work;
    this.looks = looks;
    this.standstill = standstill;
    this.limits = limits;
    // Of the platform's own: it has to run when the others do not.
    this.thread = Thread.ofPlatform().name("watchdog").daemon().start(this::run);
  }

  @Override
  public void close() {
    end.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!end.await(limits.every().toMillis(), TimeUnit.MILLISECONDS)) {
        if (!workRuns()) {
          standstill.run();
          return;
        }
        tell(looks.apply(limits.patience()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean workRuns() throws InterruptedException {
    var ran = new CountDownLatch(1);
    work.execute(ran::countDown);
    return ran.await(limits.patience().toMillis(), TimeUnit.MILLISECONDS);
  }

  private void tell(List<LongLook> now) {
    Set<String> slow = new HashSet<>();
    for (LongLook look : now) {
      slow.add(look.taskId());
      if (told.add(look.taskId())) {
        LOG.warn(
            "task={} state=stuck seconds={} at=\"{}\" remedy=\"see whether Docker answers (docker ps);"
                + " if it does, restart the agent and report this line\"",
            look.taskId(),
            look.since().toSeconds(),
            look.at());
      }
    }
    told.retainAll(slow);
  }
}
