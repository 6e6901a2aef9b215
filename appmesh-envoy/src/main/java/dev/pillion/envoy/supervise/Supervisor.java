package dev.pillion.envoy.supervise;

import dev.pillion.envoy.http.Client;
import dev.pillion.envoy.settings.Exit;
import dev.pillion.envoy.settings.ImageException;
import dev.pillion.envoy.settings.Supervision;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Keeps an Envoy running until it is told to stop, or Envoy has ended too often.
public final class Supervisor {
  // App Mesh's image: from SIGTERM to SIGKILL.
  private static final Duration LAST_WORDS = Duration.ofSeconds(3);

  private static final int OK = 200;

  private final List<String> command;
  private final Supervision supervision;
  private final Client admin;
  private final Redirect output;
  private final Log log;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  /* guards: that no process is started once it has been told to stop. */

  private final Object turn = new Object();

  /* written by `run` alone. */

  private volatile @Nullable Process running;
  private final AtomicInteger restarts = new AtomicInteger();

  /// One that is yet to be run.
  ///
  /// @param command the program and its arguments
  /// @param admin where its admin interface is
  /// @param output where it writes
  public Supervisor(
      List<String> command, Supervision supervision, Client admin, Redirect output, Log log) {
    this.command = List.copyOf(command);
    this.supervision = supervision;
    this.admin = admin;
    this.output = output;
    this.log = log;
  }

  /// What is to be seen of it from outside.
  ///
  /// @param pid 0 where it does not run
  /// @param restarts how often it was started again
  public record View(long pid, int restarts) {}

  /// How it is now.
  public View view() {
    Process process = running;
    return new View(process != null && process.isAlive() ? process.pid() : 0, restarts.get());
  }

  /// Runs it. Comes back when it has been told to stop.
  ///
  /// @throws ImageException when Envoy cannot be started, or has ended too often
  public void run() throws InterruptedException {
    try {
      for (var process = start(); process.isPresent(); process = start()) {
        long pid = process.get().pid();
        int code = process.get().waitFor();
        if (isStopped()) {
          log.info("envoy=%d state=ended code=%d".formatted(pid, code));
          return;
        }
        log.warn("envoy=%d state=died code=%d".formatted(pid, code));
        again(code);
      }
    } finally {
      ended.countDown();
    }
  }

  private boolean isStopped() {
    return stopped.getCount() == 0;
  }

  private Optional<Process> start() {
    synchronized (turn) {
      if (isStopped()) {
        return Optional.empty();
      }
      try {
        Process process =
            new ProcessBuilder(command).redirectOutput(output).redirectError(output).start();
        running = process;
        log.info(
            "envoy=%d state=started restarts=%d command=\"%s\""
                .formatted(process.pid(), restarts.get(), String.join(" ", command)));
        return Optional.of(process);
      } catch (IOException e) {
        throw new ImageException(
            Exit.FAILED,
            command.getFirst(),
            "cannot be started (%s)".formatted(e.getMessage()),
            "set PILLION_ENVOY to an Envoy that this image has");
      }
    }
  }

  /// Waits a moment before the next start, unless there is none.
  private void again(int code) throws InterruptedException {
    if (restarts.get() >= supervision.restarts()) {
      throw new ImageException(
          Exit.FAILED,
          "Envoy",
          "ended with code %d after %d restarts".formatted(code, restarts.get()),
          "its own words are above; APPNET_ENVOY_RESTART_COUNT allows more restarts");
    }
    if (!stopped.await(supervision.poll().toMillis(), TimeUnit.MILLISECONDS)) {
      restarts.incrementAndGet();
    }
  }

  /// Has Envoy's listeners drained for the time that was asked for, ends it, and waits for that.
  public void stop() throws InterruptedException {
    Process process;
    synchronized (turn) {
      stopped.countDown();
      process = running;
    }
    if (process == null || !process.isAlive()) {
      ended.await();
      return;
    }
    if (drain()) {
      log.info(
          "envoy=%d state=draining for=%ds"
              .formatted(process.pid(), supervision.drain().toSeconds()));
      process.waitFor(supervision.drain().toMillis(), TimeUnit.MILLISECONDS);
    }
    process.destroy();
    if (!process.waitFor(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
      log.warn("envoy=%d state=killed reason=no-end-after-SIGTERM".formatted(process.pid()));
      process.destroyForcibly();
    }
    ended.await();
  }

  /// Whether Envoy has begun to drain. One that is not live serves nobody.
  private boolean drain() {
    try {
      if (admin.get("/ready").status() != OK) {
        return false;
      }
      int status = admin.post("/drain_listeners?graceful").status();
      if (status == OK) {
        return true;
      }
      log.warn("envoy state=not-drained status=%d".formatted(status));
    } catch (IOException e) {
      log.warn("envoy state=not-drained reason=\"%s\"".formatted(e.getMessage()));
    }
    return false;
  }
}
