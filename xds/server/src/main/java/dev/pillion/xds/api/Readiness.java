package dev.pillion.xds.api;

import dev.pillion.mesh.model.MeshException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Whether requests should come. Anybody may ask, so a check is made at most once a second, and one
/// that does not end is waited for a moment only.
final class Readiness {
  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final BooleanSupplier stopping;
  private final List<Probe> probes;

  Readiness(BooleanSupplier stopping, List<HealthCheck> checks) {
    this.stopping = stopping;
    this.probes = checks.stream().map(Probe::new).toList();
  }

  /// Each check by name, with its problem if it has one.
  Map<String, Optional<String>> look() {
    var found = new LinkedHashMap<String, Optional<String>>();
    found.put(
        "running",
        stopping.getAsBoolean()
            ? Optional.of("server: it is stopping; ask another one, or start it again")
            : Optional.empty());
    List<Asked> asked = probes.stream().map(Probe::ask).toList();
    asked.forEach(check -> found.put(check.name(), check.answer()));
    return found;
  }

  private static final class Probe {
    /* guards: the fields that change */

    private final HealthCheck check;
    private @Nullable FutureTask<Optional<String>> latest;
    private long began;

    Probe(HealthCheck check) {
      this.check = check;
    }

    synchronized Asked ask() {
      long now = System.nanoTime();
      FutureTask<Optional<String>> task = latest;
      if (task == null || (task.isDone() && now - began > FRESH.toNanos())) {
        task = new FutureTask<>(this::problem);
        latest = task;
        began = now;
        Thread.ofVirtual().name("pillion-ready-" + check.name()).start(task);
      }
      return new Asked(check.name(), task);
    }

    private Optional<String> problem() {
      try {
        check.look().run();
        return Optional.empty();
      } catch (MeshException e) {
        return Optional.of(String.valueOf(e.getMessage()));
      }
    }
  }

  /// A check that is being made, or was just now.
  private record Asked(String name, FutureTask<Optional<String>> task) {
    Optional<String> answer() {
      try {
        return task.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException _) {
        return Optional.of(
            "%s: the check has not ended within %d s; see whether the disk is slow or full"
                .formatted(name, PATIENCE.toSeconds()));
      } catch (ExecutionException e) {
        return Optional.of(
            "%s: the check failed (%s); see the server's log and report it"
                .formatted(name, e.getCause()));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return Optional.of(name + ": the check was interrupted; ask again");
      }
    }
  }
}
