package dev.pillion.agent.metrics;

import dev.pillion.agent.reconcile.TaskReport;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// What happened to tasks since the agent's start. It outlives them: a task that ends between two
/// scrapes is in it.
public final class Ledger {
  private static final double[] BUCKETS = {0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 180};

  private final LongAdder repairs = new LongAdder();
  private final LongAdder outOfMemory = new LongAdder();
  private final LongAdder otherEnds = new LongAdder();
  private final LongAdder loops = new LongAdder();
  private final LongAdder exposed = new LongAdder();
  private final LongAdder[] holds = new LongAdder[BUCKETS.length + 1];
  private final LongAdder heldMillis = new LongAdder();

  /// With nothing in it.
  public Ledger() {
    Arrays.setAll(holds, _ -> new LongAdder());
  }

  /// Takes how a task stands now.
  ///
  /// @param before how it stood before; empty at first
  public void take(Optional<TaskReport> before, TaskReport now) {
    repairs.add(growth(before.map(TaskReport::ruleRepairs).orElse(0), now.ruleRepairs()));
    int memoryEnds =
        growth(
            before.map(report -> report.envoyEnds().outOfMemory()).orElse(0),
            now.envoyEnds().outOfMemory());
    int ends =
        growth(before.map(report -> report.envoyEnds().total()).orElse(0), now.envoyEnds().total());
    outOfMemory.add(memoryEnds);
    otherEnds.add(ends - memoryEnds);
    if (now.envoyEnds().loop() && before.filter(report -> report.envoyEnds().loop()).isEmpty()) {
      loops.increment();
    }
    if (now.exposedFor().isPresent()
        && before.filter(report -> report.exposedFor().isPresent()).isEmpty()) {
      exposed.increment();
    }
    if (before.flatMap(Ledger::held).isEmpty()) {
      held(now).ifPresent(this::hold);
    }
  }

  /// For how long connections of a task that opted in waited, once they do no more.
  private static Optional<Duration> held(TaskReport report) {
    return report
        .releasedAfter()
        .filter(_ -> report.optedIn())
        .flatMap(released -> report.heldAfter().map(released::minus))
        .filter(held -> !held.isNegative());
  }

  private void hold(Duration held) {
    double seconds = held.toMillis() / 1e3;
    int bucket = 0;
    while (bucket < BUCKETS.length && seconds > BUCKETS[bucket]) {
      bucket++;
    }
    holds[bucket].increment();
    heldMillis.add(held.toMillis());
  }

  /// A task that left the mesh and joined again counts from 0 anew.
  private static int growth(int before, int now) {
    return now >= before ? now - before : now;
  }

  void write(Page page) throws IOException {
    page.counter(
            "pillion_agent_rule_repairs_total",
            "How often a task's rules were found missing or altered and were set again")
        .is(repairs.sum());
    page.counter(
            "pillion_agent_envoy_ends_total",
            "Envoys that ended while their tasks ran and were started again, by cause: out-of-memory"
                + " or other")
        .is(Labels.of("cause", "other"), otherEnds.sum())
        .is(Labels.of("cause", "out-of-memory"), outOfMemory.sum());
    page.counter(
            "pillion_agent_envoy_crash_loops_total",
            "How often a task's Envoy had ended for the third time within ten minutes")
        .is(loops.sum());
    page.counter(
            "pillion_agent_exposed_tasks_total",
            "Tasks that opted in and were seen to have run for a while before they were held")
        .is(exposed.sum());
    page.histogram(
        "pillion_agent_hold_duration_seconds",
        "For how long a starting task's connections were held until its rules and its Envoy were"
            + " ready");
    long sum = 0;
    for (int i = 0; i < BUCKETS.length; i++) {
      sum += holds[i].sum();
      page.part("_bucket", Labels.of("le", Page.written(BUCKETS[i])), Long.toString(sum));
    }
    sum += holds[BUCKETS.length].sum();
    page.part("_bucket", Labels.of("le", "+Inf"), Long.toString(sum))
        .part("_sum", Labels.NONE, Page.written(heldMillis.sum() / 1e3))
        .part("_count", Labels.NONE, Long.toString(sum));
  }
}
