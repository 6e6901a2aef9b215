package dev.pillion.routes.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A [Probe] running in a namespace as some user.
final class ProbeProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;

  ProbeProcess(TestNamespace namespace, int uid) {
    var command =
        new ArrayList<>(
            List.of("setpriv", "--reuid", Integer.toString(uid), "--clear-groups", "--"));
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx32m",
            "-cp",
            Path.of("target/test-classes").toAbsolutePath().toString(),
            Probe.class.getName()));
    process = namespace.start(command.toArray(String[]::new));
    answers = process.inputReader(StandardCharsets.UTF_8);
    assertEquals("ready", read());
  }

  String ask(Object... words) {
    try {
      var command = new StringBuilder();
      for (var word : words) {
        command.append(command.isEmpty() ? "" : " ").append(word);
      }
      var stdin = process.getOutputStream();
      stdin.write((command + "\n").getBytes(StandardCharsets.UTF_8));
      stdin.flush();
      return read();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private String read() {
    try {
      return String.valueOf(answers.readLine());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
