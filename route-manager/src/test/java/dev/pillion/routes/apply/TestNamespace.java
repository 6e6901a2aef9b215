package dev.pillion.routes.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pillion.routes.plan.SavedRules;
import dev.pillion.routes.spec.Backend;
import dev.pillion.routes.spec.Family;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A fresh network namespace with its loopback up, gone with the test.
final class TestNamespace implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String name;
  private final Process anchor;

  TestNamespace() {
    name = "pillion-rm-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
    host("ip", "netns", "add", name).succeeded();
    anchor = start("sleep", "300");
    try {
      awaitAnchor();
      run("ip", "link", "set", "lo", "up").succeeded();
    } catch (Throwable failed) {
      close();
      throw failed;
    }
  }

  /// What a command left behind.
  record Result(List<String> command, int exit, String out, String err) {
    Result succeeded() {
      assertEquals(0, exit, () -> String.join(" ", command) + "\n" + out + err);
      return this;
    }
  }

  String name() {
    return name;
  }

  long inode() {
    return Long.parseLong(
        run("readlink", "/proc/self/ns/net").succeeded().out().replaceAll("\\D", ""));
  }

  Result run(String... command) {
    return run(Map.of(), "", command);
  }

  Result run(Map<String, String> environment, String input, String... command) {
    return command(environment, input, inside(command));
  }

  /// Starts a command and leaves it running.
  Process start(String... command) {
    try {
      return new ProcessBuilder(inside(command)).redirectErrorStream(true).start();
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  private List<String> inside(String... command) {
    var words = new ArrayList<>(List.of("ip", "netns", "exec", name));
    words.addAll(List.of(command));
    return words;
  }

  /// The program as it runs inside, without a process of its own.
  Redirector redirector() {
    return new Redirector(commands(), proc());
  }

  /// Commands run inside.
  Commands commands() {
    return (command, input) -> {
      var result = run(Map.of(), input, command.toArray(String[]::new));
      return new Commands.Result(result.exit(), result.out(), result.err());
    };
  }

  /// Its view in `/proc`, by a process that sleeps inside.
  NetworkNamespace proc() {
    return new NetworkNamespace(Path.of("/proc", Long.toString(anchor.pid())));
  }

  /// Both families of both backends, less comments, counters, and built-in chains and tables that
  /// are empty and accept.
  String rules() {
    var rules = new StringBuilder();
    for (var backend : Backend.values()) {
      for (var family : Family.values()) {
        rules.append(backend).append(' ').append(family).append('\n');
        save(backend, family)
            .lines()
            .filter(line -> !line.startsWith("#") && !line.matches(":\\S+ ACCEPT .*"))
            .map(line -> line.replaceAll("\\[\\d+:\\d+]", ""))
            .forEach(line -> rules.append(line).append('\n'));
      }
    }
    return rules.toString().replaceAll("\\*\\w+\nCOMMIT\n", "");
  }

  void restore(Backend backend, Family family, String text) {
    run(Map.of(), text, backend.command(family, "restore"), "--noflush", "--wait").succeeded();
  }

  String save(Backend backend, Family family) {
    return run(backend.command(family, "save")).succeeded().out();
  }

  SavedRules saved(Backend backend, Family family) {
    return SavedRules.parse(save(backend, family));
  }

  static Result host(String... command) {
    return command(Map.of(), "", List.of(command));
  }

  private static Result command(
      Map<String, String> environment, String input, List<String> command) {
    try {
      var out = Files.createTempFile("pillion", ".out");
      var err = Files.createTempFile("pillion", ".err");
      try {
        var builder =
            new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(key -> key.startsWith("PILLION_"));
        builder.environment().putAll(environment);
        var process = builder.start();
        try (var stdin = process.getOutputStream()) {
          stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException ignored) {
          // a command that reads nothing may be gone already
        }
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError(String.join(" ", command) + " still runs after 20 s");
        }
        return new Result(command, process.exitValue(), text(out), text(err));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException failed) {
      throw new AssertionError(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file);
  }

  /// `ip netns exec` enters the namespace and only then becomes the program.
  private void awaitAnchor() {
    var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!"sleep".equals(program(anchor))) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("sleep did not start within 10 s");
      }
      Thread.onSpinWait();
    }
  }

  private static String program(Process process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "comm")).strip();
    } catch (IOException _) {
      return "";
    }
  }

  @Override
  public void close() {
    anchor.destroyForcibly();
    host("ip", "netns", "del", name).succeeded();
  }
}
