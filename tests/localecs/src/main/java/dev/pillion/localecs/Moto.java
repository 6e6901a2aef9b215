package dev.pillion.localecs;

import dev.pillion.ports.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A moto server on loopback: AWS's APIs as Python sees them, ECS's and Cloud Map's among them.
public final class Moto implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final Process process;
  private final URI endpoint;

  private Moto(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /// Starts one on a free port.
  ///
  /// @param pythonHome the environment that has moto, as [#pythonHome] finds it
  /// @param log where it writes
  public static Moto start(Path pythonHome, Path log) {
    int port = FreePorts.next();
    try {
      Process process =
          new ProcessBuilder(
                  pythonHome.resolve("bin/python").toString(),
                  pythonHome.resolve("bin/moto_server").toString(),
                  "-H",
                  "127.0.0.1",
                  "-p",
                  Integer.toString(port))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      Await.until("moto (see " + log + ")", START_LIMIT, () -> answersOrEnded(process, port));
      if (!process.isAlive()) {
        throw new LocalEcsException("moto ended at once; see " + log);
      }
      return new Moto(process, URI.create("http://127.0.0.1:" + port));
    } catch (IOException e) {
      throw new LocalEcsException(
          "moto could not be started from %s; run scripts/setup python".formatted(pythonHome), e);
    }
  }

  /// The Python environment: what `PILLION_PYTHON_HOME` names, or `.cache/python` of the checkout
  /// that holds the working directory.
  public static Path pythonHome(@Nullable String configured) {
    if (configured != null && !configured.isBlank()) {
      return Path.of(configured);
    }
    return Stream.iterate(
            Optional.of(Path.of("").toAbsolutePath()),
            Optional::isPresent,
            folder -> folder.map(Path::getParent))
        .flatMap(Optional::stream)
        .map(folder -> folder.resolve(".cache/python"))
        .filter(Files::isDirectory)
        .findFirst()
        .orElseThrow(
            () -> new LocalEcsException("no .cache/python was found; run scripts/setup python"));
  }

  /// For `AWS_ENDPOINT_URL`.
  public URI endpoint() {
    return endpoint;
  }

  private static boolean answersOrEnded(Process process, int port) {
    if (!process.isAlive()) {
      return true;
    }
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
