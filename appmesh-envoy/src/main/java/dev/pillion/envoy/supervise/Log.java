package dev.pillion.envoy.supervise;

import java.io.PrintStream;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/// One line a state change, as the other programs have it.
public final class Log {
  private final PrintStream out;
  private final Clock clock;

  /// One that writes there.
  ///
  /// @param out where lines go
  public Log(PrintStream out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  /// Something changed.
  public void info(String line) {
    write("INFO", line);
  }

  /// Somebody should act.
  public void warn(String line) {
    write("WARN", line);
  }

  private void write(String level, String line) {
    out.println(clock.instant().truncatedTo(ChronoUnit.MILLIS) + " " + level + " " + line);
  }
}
