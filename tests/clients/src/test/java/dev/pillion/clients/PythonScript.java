package dev.pillion.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/// A script of this module in a process of its own, which answers each line of JSON with a line.
final class PythonScript implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final Process process;
  private final BufferedWriter questions;
  private final BufferedReader answers;

  PythonScript(Python python, Target target, String name) {
    this.name = name;
    try {
      Path script =
          Path.of(Objects.requireNonNull(PythonScript.class.getResource("/" + name)).toURI());
      this.process =
          ClientEnvironment.process(
                  target, python.program("python").toString(), "-u", script.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      this.questions = process.outputWriter(StandardCharsets.UTF_8);
      this.answers = process.inputReader(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  synchronized JsonNode ask(Map<String, ?> question) {
    try {
      questions.write(JSON.writeValueAsString(question));
      questions.newLine();
      questions.flush();
      String text = answers.readLine();
      if (text == null) {
        throw new IllegalStateException(name + " ended; see its error output");
      }
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
