package dev.pillion.dynamodb;

import dev.pillion.ports.FreePorts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// AWS's own DynamoDB Local in a process of its own, in memory. It asks for credentials and takes
/// any.
public final class DynamoDbLocal implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final String LOG = "log";

  private final Process process;
  private final Path folder;
  private final Thread atExit = new Thread(this::kill);
  private URI endpoint = URI.create("http://127.0.0.1");

  private DynamoDbLocal(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /// Starts one on a free port and waits until it answers. It ends with this process at the latest.
  public static DynamoDbLocal start() {
    try {
      int port = FreePorts.next();
      Path folder = Files.createTempDirectory("dynamodb-local");
      Process process =
          new ProcessBuilder(command(port, folder))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve(LOG).toFile())
              .start();
      var local = new DynamoDbLocal(process, folder);
      local.await(port);
      return local;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// For `AWS_ENDPOINT_URL_DYNAMODB`.
  public URI endpoint() {
    return endpoint;
  }

  private static List<String> command(int port, Path folder) throws IOException {
    String classPath = classPath();
    // It stores in SQLite, through a library of its own for each kind of machine.
    Path library =
        Arrays.stream(classPath.split(java.io.File.pathSeparator, -1))
            .map(Path::of)
            .filter(path -> path.toString().endsWith(".so") && path.toString().contains("amd64"))
            .findFirst()
            .orElseThrow();
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xmx256m",
        // It extracts a library there, which it leaves when it is killed.
        "-Djava.io.tmpdir=" + folder,
        "-Dsqlite4java.library.path=" + library.getParent(),
        "-cp",
        classPath,
        "com.amazonaws.services.dynamodbv2.local.main.ServerRunner",
        "-inMemory",
        "-disableTelemetry",
        "-port",
        Integer.toString(port));
  }

  private static String classPath() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(DynamoDbLocal.class.getResourceAsStream("class-path"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  private void await(int port) throws IOException {
    long until = System.nanoTime() + START_LIMIT.toNanos();
    while (!answers(port)) {
      if (!process.isAlive() || System.nanoTime() > until) {
        close();
        throw new IllegalStateException(
            "DynamoDB Local did not start: " + Files.readString(folder.resolve(LOG)));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    endpoint = URI.create("http://127.0.0.1:" + port);
  }

  private static boolean answers(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// Stops it without notice, as a table that cannot be reached any more. What it held is gone.
  @Override
  public void close() {
    kill();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  private static void remove(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
      remove(folder);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
