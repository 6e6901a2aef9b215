package dev.pillion.agent.cloudmap;

import dev.pillion.mesh.endpoint.Instance;
import dev.pillion.mesh.endpoint.ServiceKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps asking Cloud Map for the names it is given, one virtual thread each.
public final class CloudMapPoller implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CloudMapPoller.class);
  // A revision that did not move is trusted for this many polls (a minute at the default interval):
  // it costs one call, and heals whatever a revision does not tell.
  private static final int POLLS_PER_REFRESH = 30;
  private static final double JITTER = 0.2;

  private final CloudMap cloudMap;
  private final Duration interval;
  private final ConcurrentMap<ServiceKey, Resolved> resolved = new ConcurrentHashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /* guards: threads, and which names are in resolved */
  private final Object lock = new Object();
  private final Map<ServiceKey, Thread> threads = new HashMap<>();

  /// A poller without names.
  ///
  /// @param interval between two questions about one name; a fifth of it is left to chance
  public CloudMapPoller(CloudMap cloudMap, Duration interval) {
    this.cloudMap = cloudMap;
    this.interval = interval;
  }

  /// Asks for these names from now on, and for no others.
  public void names(Set<ServiceKey> names) {
    synchronized (lock) {
      // Their threads end when they next look: one that is interrupted in a call would take a
      // healthy link for broken.
      threads.keySet().retainAll(names);
      resolved.keySet().retainAll(names);
      for (ServiceKey name : names) {
        threads.computeIfAbsent(
            name, key -> Thread.ofVirtual().name("cloud-map " + key).start(() -> poll(key)));
      }
    }
    listeners.forEach(Runnable::run);
  }

  /// What is known of each name that was asked for at least once.
  public SortedMap<ServiceKey, Resolved> resolved() {
    return new TreeMap<>(resolved);
  }

  /// Whether names can be resolved here.
  public boolean usable() {
    return cloudMap.usable();
  }

  /// Calls the listener when what is known changes. It must not block.
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  private void poll(ServiceKey name) {
    try {
      for (int polls = 0; owns(name); polls++) {
        boolean refresh = polls % POLLS_PER_REFRESH == 0;
        keep(name, pass(name, refresh ? null : resolved.get(name)));
        double wobble = 1 + JITTER * (ThreadLocalRandom.current().nextDouble() - 0.5);
        Thread.sleep(Duration.ofNanos((long) (interval.toNanos() * wobble)));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean owns(ServiceKey name) {
    synchronized (lock) {
      return threads.get(name) == Thread.currentThread();
    }
  }

  private Resolved pass(ServiceKey name, @Nullable Resolved known) {
    try {
      return ask(name, known);
    } catch (RuntimeException e) {
      LOG.debug("cloud-map name={} failed", name, e);
      return unanswered(name, e.toString());
    }
  }

  private Resolved ask(ServiceKey name, @Nullable Resolved known) {
    return switch (cloudMap.revision(name)) {
      case Answer.Failed<Long>(var problem, _) -> unanswered(name, problem);
      case Answer.Given<Long>(var revision) -> {
        if (known != null && known.problem().isEmpty() && known.revision() == revision) {
          yield known;
        }
        yield switch (cloudMap.instances(name)) {
          case Answer.Failed<List<Instance>>(var problem, _) -> unanswered(name, problem);
          case Answer.Given<List<Instance>>(var instances) ->
              new Resolved(name, revision, instances, "");
        };
      }
    };
  }

  private Resolved unanswered(ServiceKey name, String problem) {
    Resolved known = resolved.get(name);
    return known == null
        ? new Resolved(name, 0, List.of(), problem)
        : new Resolved(name, known.revision(), known.instances(), problem);
  }

  private void keep(ServiceKey name, Resolved fresh) {
    synchronized (lock) {
      if (threads.get(name) != Thread.currentThread()) {
        return;
      }
      if (fresh.equals(resolved.put(name, fresh))) {
        return;
      }
    }
    listeners.forEach(Runnable::run);
  }

  @Override
  public void close() {
    names(Set.of());
  }
}
