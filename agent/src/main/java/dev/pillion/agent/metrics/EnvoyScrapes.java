package dev.pillion.agent.metrics;

import dev.pillion.agent.envoy.EnvoyStatistics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the Envoys of this host for what they count, one after the other. One that is slow or dead
/// costs its own metrics only.
final class EnvoyScrapes {
  private static final Logger LOG = LoggerFactory.getLogger(EnvoyScrapes.class);

  // In less, none answers.
  private static final Duration LEAST = Duration.ofMillis(10);
  // Once is what happens to one that starts.
  private static final int TROUBLE = 2;

  private final Path folder;
  private final Limits limits;
  // How often in a row those did not answer that did not last. They come last, so that they take no
  // other's time.
  private final ConcurrentHashMap<String, Integer> silent = new ConcurrentHashMap<>();
  private final AtomicBoolean full = new AtomicBoolean();
  private final LongAdder answered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder skipped = new LongAdder();
  private final LongAdder refused = new LongAdder();

  /// @param each how long one Envoy may take
  /// @param bytes what all of them may say in one scrape
  record Limits(Duration each, long bytes) {
    static final Limits USUAL = new Limits(Duration.ofSeconds(2), 256L * 1024 * 1024);
  }

  /// An Envoy.
  ///
  /// @param task its task's id
  record Target(String task, Path adminSocket, Labels labels) {}

  /// @param folder where a scrape's lines are kept while it lasts
  EnvoyScrapes(Path folder, Limits limits) {
    this.folder = folder;
    this.limits = limits;
  }

  /// Writes how it went.
  ///
  /// @param took how long this scrape's Envoys took
  void write(Page page, Duration took) throws IOException {
    page.counter(
            "pillion_agent_envoy_scrapes_total",
            "Envoys that were to be asked for their metrics, by result: ok, failed, or skipped for"
                + " want of time")
        .is(Labels.of("result", "failed"), failed.sum())
        .is(Labels.of("result", "ok"), answered.sum())
        .is(Labels.of("result", "skipped"), skipped.sum());
    page.counter(
            "pillion_agent_envoy_families_refused_total",
            "Metrics of an Envoy that were left out because another one has them as another type")
        .is(refused.sum());
    page.gauge(
            "pillion_agent_envoy_scrape_duration_seconds",
            "How long all Envoys took to tell their metrics for this scrape")
        .is(took.toMillis() / 1e3);
  }

  /// Asks all of them.
  ///
  /// @param families in which no other scrape writes meanwhile
  /// @param query as [EnvoyStatistics] has it
  /// @param time how long all of them may take together
  Collected collect(Families families, List<Target> targets, String query, Duration time) {
    families.backTo(0);
    silent.keySet().retainAll(targets.stream().map(Target::task).toList());
    // As it is now: another scrape may change it.
    var last = Set.copyOf(silent.keySet());
    List<Target> order =
        targets.stream()
            .sorted(Comparator.comparing(target -> last.contains(target.task())))
            .toList();
    try {
      Collected collected = collected(families, order, query, time);
      full.set(false);
      return collected;
    } catch (IOException e) {
      failed.add(targets.size());
      if (!full.getAndSet(true)) {
        LOG.warn(
            "metrics=without-envoys problem=\"{}\" remedy=\"let the agent write to {}, and see that"
                + " its disk has room\"",
            e.toString(),
            folder);
      }
      families.backTo(0);
      return new Collected(Optional.empty(), families, Set.of(), Duration.ZERO);
    }
  }

  private Collected collected(Families families, List<Target> targets, String query, Duration time)
      throws IOException {
    long begin = System.nanoTime();
    long end = begin + time.toNanos();
    var up = new HashSet<String>();
    Spool spool = Spool.in(folder, limits.bytes());
    try {
      for (Target target : targets) {
        var left = Duration.ofNanos(end - System.nanoTime());
        Duration limit = left.compareTo(limits.each()) < 0 ? left : limits.each();
        if (left.compareTo(LEAST) < 0) {
          skipped.increment();
        } else if (ask(target, query, limit, spool, families)) {
          up.add(target.task());
        }
      }
      var took = Duration.ofNanos(System.nanoTime() - begin);
      return new Collected(Optional.of(spool), families, Set.copyOf(up), took);
    } catch (IOException | RuntimeException e) {
      spool.close();
      throw e;
    }
  }

  private boolean ask(Target target, String query, Duration limit, Spool spool, Families families)
      throws IOException {
    long place = spool.settle();
    var lines = new EnvoyLines(target.labels(), spool, families);
    try {
      EnvoyStatistics.prometheus(target.adminSocket(), query, limit, lines);
      spool.settle();
    } catch (IOException e) {
      spool.backTo(place);
      families.backTo(place);
      failed.increment();
      if (silent.merge(target.task(), 1, Integer::sum) == TROUBLE) {
        LOG.warn(
            "task={} metrics=failed problem=\"{}\" remedy=\"see docker logs of its Envoy's"
                + " container\"",
            target.task(),
            e.getMessage());
      }
      return false;
    }
    refused.add(lines.end());
    answered.increment();
    Integer missed = silent.remove(target.task());
    if (missed != null && missed >= TROUBLE) {
      LOG.info("task={} metrics=answered", target.task());
    }
    return true;
  }
}
