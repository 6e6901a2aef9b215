package dev.pillion.rig;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// `bin/pillion` with one command line, started and ended as often as a test wants.
final class Program {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private final String name;
  private final Path output;
  private final Path log;
  private @Nullable Process process;

  Program(String name, Path folder) {
    this.name = name;
    this.output = folder.resolve(name + ".out");
    this.log = folder.resolve(name + ".log");
  }

  /// Starts it and waits until it is ready. None of the caller's own settings reach it.
  void start(List<String> arguments, Map<String, String> environment, BooleanSupplier ready) {
    start(List.of(), arguments, environment, ready);
  }

  /// The same by a command that becomes it.
  ///
  /// @param becoming the command, to which the program's own line is added
  void start(
      List<String> becoming,
      List<String> arguments,
      Map<String, String> environment,
      BooleanSupplier ready) {
    if (isRunning()) {
      throw new RigException(name + " runs already; stop it first");
    }
    List<String> command = new ArrayList<>(becoming);
    command.add(Checkout.root().resolve("bin/pillion").toString());
    command.addAll(arguments);
    var builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(key -> key.startsWith("PILLION_"));
    builder.environment().keySet().removeIf(key -> key.startsWith("AWS_"));
    builder.environment().putAll(environment);
    builder.redirectInput(Redirect.from(new File("/dev/null")));
    builder.redirectOutput(output.toFile());
    builder.redirectError(Redirect.appendTo(log.toFile()));
    try {
      Process started = builder.start();
      process = started;
      Wait.until(
          "the start of the " + name,
          START_LIMIT,
          () -> !started.isAlive() || ready.getAsBoolean(),
          this::written);
      if (!started.isAlive()) {
        throw new RigException("the %s ended at once: %s".formatted(name, written()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// SIGTERM, and SIGKILL when that is of no use; nothing when it does not run.
  void stop() {
    Process running = process;
    if (running != null) {
      running.destroy();
      if (!ended(running, STOP_LIMIT)) {
        kill9();
      }
    }
  }

  /// SIGKILL, and waits for the end.
  void kill9() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
      ended(running, STOP_LIMIT);
    }
  }

  /// @param name of the signal, without SIG
  void signal(String name) {
    try {
      var kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).inheritIO().start();
      if (kill.waitFor() != 0) {
        throw new RigException("%s could not be sent SIG%s".formatted(this.name, name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RigException("interrupted while sending a signal", e);
    }
  }

  boolean isRunning() {
    return process != null && process.isAlive();
  }

  long pid() {
    if (process == null) {
      throw new RigException(name + " was never started");
    }
    return process.pid();
  }

  /// What its present run has said on standard output.
  String output() {
    return text(output);
  }

  /// What it has said in all.
  String written() {
    return text(output) + text(log);
  }

  private static boolean ended(Process running, Duration limit) {
    try {
      return running.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
