package dev.pillion.agent.cloudmap;

import dev.pillion.inject.task.DefinitionView;
import dev.pillion.inject.task.DefinitionView.Known;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Task definitions, each read once: a revision never changes, so what was read is kept in memory
/// and on disk. One call is in flight per definition; a failed one is repeated after 15 s, when
/// somebody asks again.
public final class CachedDefinitions implements TaskDefinitions, AutoCloseable {
  private static final Duration AGAIN = Duration.ofSeconds(15);

  private final DefinitionFiles files;
  private final DefinitionSource source;
  private final InstantSource clock;
  private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ExecutorService lookUps = Executors.newVirtualThreadPerTaskExecutor();

  private record Entry(DefinitionView view, Instant at, boolean inFlight) {}

  /// Keeps its files below the state directory.
  public CachedDefinitions(Path stateDirectory, DefinitionSource source, InstantSource clock) {
    this.files = new DefinitionFiles(stateDirectory.resolve("task-definitions"));
    this.source = source;
    this.clock = clock;
  }

  @Override
  public DefinitionView view(String family, String revision) {
    if (!DefinitionFiles.plausible(family, revision)) {
      return new DefinitionView.Unavailable(
          "'%s:%s' is no family and revision".formatted(family, revision));
    }
    return entries
        .compute(family + ":" + revision, (_, entry) -> current(entry, family, revision))
        .view();
  }

  private Entry current(@Nullable Entry entry, String family, String revision) {
    if (entry == null) {
      lookUps.execute(() -> lookUp(family, revision));
      return new Entry(new DefinitionView.Pending(), clock.instant(), true);
    }
    boolean again =
        switch (entry.view()) {
          case Known _, DefinitionView.Pending _ -> false;
          case DefinitionView.Unavailable _ ->
              !entry.inFlight() && clock.instant().isAfter(entry.at().plus(AGAIN));
        };
    if (!again) {
      return entry;
    }
    // What was said before stays said until there is a better answer: a task that was let go for
    // want of one is not held again.
    lookUps.execute(() -> lookUp(family, revision));
    return new Entry(entry.view(), clock.instant(), true);
  }

  private void lookUp(String family, String revision) {
    try {
      DefinitionView view = read(family, revision);
      entries.put(family + ":" + revision, new Entry(view, clock.instant(), false));
      listeners.forEach(Runnable::run);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private DefinitionView read(String family, String revision) throws InterruptedException {
    Optional<Known> kept = files.read(family, revision);
    if (kept.isPresent()) {
      return kept.get();
    }
    return switch (source.describe(family, revision)) {
      case Answer.Given<Known>(var known) -> {
        files.write(family, revision, known);
        yield known;
      }
      case Answer.Failed<Known>(var problem, _) -> new DefinitionView.Unavailable(problem);
    };
  }

  @Override
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public void close() {
    lookUps.shutdownNow();
  }
}
