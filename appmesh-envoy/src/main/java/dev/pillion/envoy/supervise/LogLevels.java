package dev.pillion.envoy.supervise;

import dev.pillion.envoy.http.Answer;
import dev.pillion.envoy.http.Client;
import dev.pillion.envoy.settings.Supervision;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Envoy's log level, changed for a time.
public final class LogLevels {
  private final Client admin;
  private final String usual;
  private final Duration reset;
  private final ScheduledExecutorService clock;
  private final Log log;
  private final AtomicBoolean changed = new AtomicBoolean();

  /// Nothing is changed yet.
  ///
  /// @param usual the level that it is set back to
  /// @param reset after what time
  public LogLevels(
      Client admin, String usual, Duration reset, ScheduledExecutorService clock, Log log) {
    this.admin = admin;
    this.usual = usual;
    this.reset = reset;
    this.clock = clock;
    this.log = log;
  }

  /// Sets it, and back after a time. Nothing changes while another change lasts.
  public Answer change(String level) {
    if (!Supervision.isLevel(level)) {
      return Answer.text(400, "level '%s' is none of Envoy's\n".formatted(level));
    }
    if (level.equals(usual) || !changed.compareAndSet(false, true)) {
      return Answer.text(304, "");
    }
    if (!set(level)) {
      changed.set(false);
      return Answer.text(500, "Unable to set logging level to [%s]\n".formatted(level));
    }
    var _ = clock.schedule(this::back, reset.toMillis(), TimeUnit.MILLISECONDS);
    log.info("envoy log-level=%s for=%ds".formatted(level, reset.toSeconds()));
    return Answer.text(200, "Setting logging level from [%s] to [%s]\n".formatted(usual, level));
  }

  private void back() {
    if (set(usual)) {
      log.info("envoy log-level=" + usual);
    }
    changed.set(false);
  }

  private boolean set(String level) {
    try {
      return admin.post("/logging?level=" + level).status() == 200;
    } catch (IOException e) {
      log.warn("envoy log-level=not-set reason=\"%s\"".formatted(e.getMessage()));
      return false;
    }
  }
}
