package dev.pillion.inject.apply;

import dev.pillion.inject.apply.ContainerRuntime.Pulled;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/// Fetches images, each once for all the tasks that wait for it.
public final class ImagePulls {
  private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
  private static final Duration LAST_RETRY = Duration.ofMinutes(1);

  /// How a fetch stands.
  sealed interface Pull {
    /// It is under way.
    record Running() implements Pull {}

    /// It failed, in the engine's own words.
    record Failed(String problem) implements Pull {}
  }

  private record Entry(Optional<Pulled.Failed> failure, Instant retryAt, Duration retry) {}

  private final ContainerRuntime runtime;
  private final Executor executor;
  private final Clock clock;
  private final Runnable ended;
  private final ConcurrentHashMap<String, Entry> entries = new ConcurrentHashMap<>();

  /// Fetches through a runtime.
  ///
  /// @param executor runs one blocking fetch each
  /// @param ended is called after each fetch; must return at once
  public ImagePulls(ContainerRuntime runtime, Executor executor, Clock clock, Runnable ended) {
    this.runtime = runtime;
    this.executor = executor;
    this.clock = clock;
    this.ended = ended;
  }

  /// Asks for an image that the engine does not have.
  Pull want(String image) {
    var begins = new AtomicBoolean();
    Entry entry =
        entries.compute(
            image,
            (_, old) -> {
              if (old != null
                  && (old.failure().isEmpty() || clock.instant().isBefore(old.retryAt))) {
                return old;
              }
              begins.set(true);
              Duration retry = old == null ? FIRST_RETRY : old.retry().multipliedBy(2);
              return new Entry(
                  Optional.empty(),
                  Instant.MAX,
                  retry.compareTo(LAST_RETRY) < 0 ? retry : LAST_RETRY);
            });
    if (begins.get()) {
      executor.execute(() -> fetch(image));
    }
    return entry
        .failure()
        .<Pull>map(failure -> new Pull.Failed(failure.problem()))
        .orElseGet(Pull.Running::new);
  }

  private void fetch(String image) {
    Pulled pulled;
    try {
      pulled = runtime.pull(image);
    } catch (RuntimeException e) {
      pulled = new Pulled.Failed(String.valueOf(e.getMessage()));
    }
    switch (pulled) {
      case Pulled.Present _ -> entries.remove(image);
      case Pulled.Failed failed ->
          entries.computeIfPresent(
              image,
              (_, entry) ->
                  new Entry(
                      Optional.of(failed), clock.instant().plus(entry.retry()), entry.retry()));
    }
    ended.run();
  }
}
