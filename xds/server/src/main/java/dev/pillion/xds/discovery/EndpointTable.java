package dev.pillion.xds.discovery;

import dev.pillion.mesh.endpoint.EndpointReport;
import dev.pillion.mesh.endpoint.Instance;
import dev.pillion.mesh.endpoint.LocalTask;
import dev.pillion.mesh.endpoint.ServiceKey;
import dev.pillion.mesh.endpoint.ServiceReport;
import dev.pillion.xds.discovery.Reporter.Listing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The endpoints of every Cloud Map service, put together from what agents report. Of two agents
/// that list a service the higher revision counts, then the later word; where no agent is left that
/// lists it, the last known set stays. What an agent says of the tasks on its own host beats Cloud
/// Map. Safe for use by many threads.
public final class EndpointTable {
  /// How long the word of an agent counts after its connection ended, and how long a task that has
  /// ended is told from one that Cloud Map merely lists.
  public static final Duration SILENCE = Duration.ofSeconds(60);

  /// How long a service that is asked for the first time is waited for.
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  private record Shown(List<Instance> instances, Instant changed) {}

  private static final Comparator<Listing> NEWEST =
      Comparator.comparingLong((Listing listing) -> listing.resolved().revision())
          .thenComparingLong(Listing::arrival);

  /* guards: everything below but listeners; held for computing only */
  private final Object lock = new Object();
  private final Clock clock;
  private final Settling settling;
  private final Map<String, Reporter> reporters = new HashMap<>();
  private final LocalTasks tasks = new LocalTasks();
  private final Map<ServiceKey, Listing> lastKnown = new HashMap<>();
  private final Map<ServiceKey, Shown> shown = new HashMap<>();
  // When a service that no agent has listed was asked for first.
  private final Map<ServiceKey, Instant> asked = new HashMap<>();
  // Those of them that are waited for no longer.
  private final Set<ServiceKey> givenUp = new HashSet<>();
  private long arrivals;

  private final List<Consumer<Set<ServiceKey>>> listeners = new CopyOnWriteArrayList<>();

  /// An empty table.
  ///
  /// @param known the agents that reported before the server's start, to be waited for
  public EndpointTable(Clock clock, Set<String> known) {
    this.clock = clock;
    this.settling = new Settling(clock.instant(), known);
  }

  /// Calls the listener after each change with the services it concerns, none when the table has
  /// settled. The listener must not block.
  public void onChange(Consumer<Set<ServiceKey>> listener) {
    listeners.add(listener);
  }

  /// An agent connects: its next report has to be a full one. Refused, with the epoch that is held,
  /// when a later start of the same agent was here already.
  public Optional<Long> connected(String reporter, long epoch) {
    synchronized (lock) {
      var held = reporters.get(reporter);
      if (held != null && held.epoch() > epoch) {
        return Optional.of(held.epoch());
      }
      reporters.computeIfAbsent(reporter, _ -> new Reporter(epoch)).connected(epoch);
      settling.connected(reporter);
      return Optional.empty();
    }
  }

  /// An agent's connection has ended. Its word counts for [#SILENCE] more.
  public void lost(String reporter, long epoch) {
    synchronized (lock) {
      var held = reporters.get(reporter);
      if (held != null && held.epoch() == epoch && held.lost().isEmpty()) {
        held.lost(clock.instant());
      }
    }
  }

  /// Takes in a report of an agent that is connected.
  public Applied apply(EndpointReport report) {
    Set<ServiceKey> changed;
    boolean settled;
    synchronized (lock) {
      var held = reporters.get(report.reporter());
      if (held == null || held.epoch() != report.epoch() || held.lost().isPresent()) {
        return new Applied.Stale(held == null ? 0 : held.epoch(), 0);
      }
      if (!report.full()) {
        if (report.sequence() <= held.sequence()) {
          return new Applied.Stale(held.epoch(), held.sequence());
        }
        if (held.sequence() == 0 || report.sequence() != held.sequence() + 1) {
          return new Applied.Gap(held.sequence() + 1);
        }
      }
      changed = refresh(take(held, report));
      settling.reported(report.reporter());
      settled = settling.ends(clock.instant());
    }
    announce(changed, settled);
    return changed.isEmpty() ? new Applied.Same() : new Applied.Changed(changed);
  }

  /// Lets time pass: forgets agents that were silent too long, and ends the settling. To be called
  /// about once a second. Returns the agents that were forgotten.
  public Set<String> expire() {
    Set<ServiceKey> changed;
    boolean settled;
    var expired = new TreeSet<String>();
    synchronized (lock) {
      var now = clock.instant();
      var affected = new HashSet<ServiceKey>();
      for (var entry : List.copyOf(reporters.entrySet())) {
        if (entry.getValue().lost().filter(at -> !at.plus(SILENCE).isAfter(now)).isPresent()) {
          affected.addAll(drop(entry.getValue()));
          reporters.remove(entry.getKey());
          settling.reported(entry.getKey());
          expired.add(entry.getKey());
        }
      }
      affected.addAll(concerned(tasks.forgetEndedBefore(now.minus(SILENCE))));
      changed = refresh(affected);
      asked.forEach((service, since) -> {
        if (!since.plus(PATIENCE).isAfter(now) && givenUp.add(service)) {
          changed.add(service);
        }
      });
      settled = settling.ends(now);
    }
    announce(changed, settled);
    return expired;
  }

  /// Forgets the services that no mesh names and no agent lists any more.
  public void retain(Set<ServiceKey> inUse) {
    synchronized (lock) {
      var kept = new HashSet<>(inUse);
      reporters.values().forEach(reporter -> kept.addAll(reporter.listings().keySet()));
      lastKnown.keySet().retainAll(kept);
      shown.keySet().retainAll(kept);
      asked.keySet().retainAll(inUse);
      givenUp.retainAll(inUse);
    }
  }

  /// What there is of a service. The first time that it is asked for, agents get [#PATIENCE] to
  /// list it; that it is over is announced as a change.
  public Lookup lookup(ServiceKey service) {
    synchronized (lock) {
      var known = shown.get(service);
      if (known != null) {
        return new Lookup.Known(known.instances());
      }
      asked.putIfAbsent(service, clock.instant());
      return givenUp.contains(service) ? new Lookup.Unknown() : new Lookup.Awaited();
    }
  }

  /// Whether all agents known from before have reported, or were waited for long enough.
  public boolean settled() {
    synchronized (lock) {
      return settling.over();
    }
  }

  /// The agents that are still waited for.
  public Set<String> awaited() {
    synchronized (lock) {
      return settling.over() ? Set.of() : settling.awaited();
    }
  }

  /// The agents whose word counts now, by name.
  public SortedMap<String, ReporterView> reporters() {
    synchronized (lock) {
      var views = new TreeMap<String, ReporterView>();
      reporters.forEach((name, held) ->
          views.put(
              name,
              new ReporterView(
                  held.epoch(), held.sequence(), held.lost().isEmpty(), held.tasks().size())));
      return views;
    }
  }

  /// All services that an agent has spoken of, sorted.
  public List<ServiceView> services() {
    synchronized (lock) {
      var keys = new TreeSet<>(shown.keySet());
      reporters.values().forEach(reporter -> keys.addAll(reporter.problems().keySet()));
      return keys.stream().map(this::view).toList();
    }
  }

  private ServiceView view(ServiceKey service) {
    var listing = new TreeSet<String>();
    var problems = new TreeSet<String>();
    reporters.forEach((name, reporter) -> {
      if (reporter.listings().containsKey(service)) {
        listing.add(name);
      }
      Optional.ofNullable(reporter.problems().get(service)).ifPresent(problems::add);
    });
    var now = shown.getOrDefault(service, new Shown(List.of(), Instant.EPOCH));
    return new ServiceView(
        service,
        now.instances().size(),
        List.copyOf(listing),
        now.changed(),
        problems.stream().findFirst());
  }

  private Set<ServiceKey> take(Reporter held, EndpointReport report) {
    var affected = new HashSet<ServiceKey>();
    if (report.full()) {
      affected.addAll(replaceAll(held, report));
    }
    for (ServiceReport service : report.services()) {
      affected.add(service.service());
      switch (service) {
        case ServiceReport.Resolved resolved -> {
          held.listings().put(resolved.service(), new Listing(resolved, ++arrivals));
          held.problems().remove(resolved.service());
        }
        case ServiceReport.Unresolved(var key, var problem) -> held.problems().put(key, problem);
      }
    }
    report.forgotten().forEach(key -> affected.addAll(forget(held, key)));
    var moved = new ArrayList<LocalTask>();
    for (LocalTask task : report.tasks()) {
      moved.add(task);
      Optional.ofNullable(held.tasks().put(task.id(), task)).ifPresent(moved::add);
      tasks.put(task);
    }
    for (String id : report.goneTasks()) {
      Optional.ofNullable(held.tasks().remove(id)).ifPresent(moved::add);
      tasks.end(id, clock.instant());
    }
    affected.addAll(concerned(moved));
    held.took(report.sequence());
    return affected;
  }

  private Set<ServiceKey> replaceAll(Reporter held, EndpointReport report) {
    var named = new HashSet<ServiceKey>();
    report.services().forEach(service -> named.add(service.service()));
    var affected = new HashSet<ServiceKey>();
    held.problems().clear();
    for (ServiceKey key : List.copyOf(held.listings().keySet())) {
      if (!named.contains(key)) {
        affected.addAll(forget(held, key));
      }
    }
    affected.addAll(concerned(held.tasks().values()));
    held.tasks().keySet().forEach(tasks::remove);
    held.tasks().clear();
    return affected;
  }

  private Set<ServiceKey> drop(Reporter held) {
    var affected = new HashSet<>(concerned(held.tasks().values()));
    held.tasks().keySet().forEach(tasks::remove);
    for (ServiceKey key : List.copyOf(held.listings().keySet())) {
      affected.addAll(forget(held, key));
    }
    return affected;
  }

  private Set<ServiceKey> forget(Reporter held, ServiceKey key) {
    held.problems().remove(key);
    return held.listings().remove(key) == null ? Set.of() : Set.of(key);
  }

  private Set<ServiceKey> concerned(Collection<LocalTask> moved) {
    var concerned = new HashSet<ServiceKey>();
    if (moved.isEmpty()) {
      return concerned;
    }
    for (ServiceKey key : shown.keySet()) {
      boolean hit =
          listed(key)
              .anyMatch(
                  instance -> moved.stream().anyMatch(task -> LocalTasks.concerns(instance, task)));
      if (hit) {
        concerned.add(key);
      }
    }
    return concerned;
  }

  private Stream<Instance> listed(ServiceKey key) {
    return newest(key).stream().flatMap(listing -> listing.resolved().instances().stream());
  }

  private Optional<Listing> newest(ServiceKey key) {
    return reporters.values().stream()
        .map(reporter -> reporter.listings().get(key))
        .filter(Objects::nonNull)
        .max(NEWEST)
        .or(() -> Optional.ofNullable(lastKnown.get(key)));
  }

  private Set<ServiceKey> refresh(Set<ServiceKey> affected) {
    var changed = new TreeSet<ServiceKey>();
    for (ServiceKey key : affected) {
      newest(key)
          .ifPresent(listing -> {
            lastKnown.put(key, listing);
            var instances =
                listing.resolved().instances().stream()
                    .filter(tasks::allow)
                    .sorted(Comparator.comparing(Instance::id))
                    .toList();
            var before = shown.get(key);
            if (before == null || !before.instances().equals(instances)) {
              shown.put(key, new Shown(instances, clock.instant()));
              changed.add(key);
            }
          });
    }
    return changed;
  }

  private void announce(Set<ServiceKey> changed, boolean settled) {
    if (!changed.isEmpty()) {
      listeners.forEach(listener -> listener.accept(changed));
    }
    if (settled) {
      listeners.forEach(listener -> listener.accept(Set.of()));
    }
  }
}
