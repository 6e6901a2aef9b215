package dev.pillion.cli;

import dev.pillion.templates.client.Progress;
import java.io.PrintWriter;
import java.time.Duration;

/// Says each second how far something is, once it has taken two.
final class ProgressLine implements Progress {
  private static final long FIRST_AFTER = Duration.ofSeconds(2).toNanos();
  private static final long EVERY = Duration.ofSeconds(1).toNanos();

  /* guards: nextAt. Telling only. */
  private final Object lock = new Object();
  private final PrintWriter err;
  private long nextAt = System.nanoTime() + FIRST_AFTER;

  ProgressLine(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void at(String what, int done, int of) {
    synchronized (lock) {
      long now = System.nanoTime();
      if (now - nextAt >= 0) {
        err.println("%s: %d of %d".formatted(what, done, of));
        err.flush();
        nextAt = now + EVERY;
      }
    }
  }
}
