package dev.pillion.agent.reconcile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// What a task's loop was told since it last looked; hints of the same kind fold into one.
final class Hints {
  /* guards: all, containers, signals, wishes */
  private boolean all;
  private Set<String> containers = new HashSet<>();
  private Map<String, Integer> signals = new HashMap<>();
  private List<Wish> wishes = new ArrayList<>();

  private final Semaphore told = new Semaphore(0);

  /// What to look at again.
  ///
  /// @param all everything
  /// @param containers ids of those that something happened to
  /// @param signals the last signal that each container was sent
  /// @param wishes what people ask of the task, in order
  record Batch(
      boolean all, Set<String> containers, Map<String, Integer> signals, List<Wish> wishes) {
    /// Nothing: time has passed.
    static final Batch NONE = new Batch(false, Set.of(), Map.of(), List.of());

    /// Everything.
    static final Batch ALL = new Batch(true, Set.of(), Map.of(), List.of());

    Batch {
      containers = Set.copyOf(containers);
      signals = Map.copyOf(signals);
      wishes = List.copyOf(wishes);
    }

    static Batch container(String id) {
      return new Batch(false, Set.of(id), Map.of(), List.of());
    }
  }

  void lookAtAll() {
    synchronized (this) {
      all = true;
    }
    told.release();
  }

  void look(String container) {
    synchronized (this) {
      containers.add(container);
    }
    told.release();
  }

  void signal(String container, int number) {
    synchronized (this) {
      signals.put(container, number);
    }
    told.release();
  }

  void wish(Wish wish) {
    synchronized (this) {
      wishes.add(wish);
    }
    told.release();
  }

  /// To go through the task once more, with nothing to look at in Docker.
  void wake() {
    told.release();
  }

  Batch take() throws InterruptedException {
    told.acquire();
    return drained();
  }

  Batch take(Duration limit) throws InterruptedException {
    boolean any = told.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS);
    return any ? drained() : Batch.NONE;
  }

  private Batch drained() {
    told.drainPermits();
    synchronized (this) {
      var batch = new Batch(all, containers, signals, wishes);
      all = false;
      containers = new HashSet<>();
      signals = new HashMap<>();
      wishes = new ArrayList<>();
      return batch;
    }
  }
}
