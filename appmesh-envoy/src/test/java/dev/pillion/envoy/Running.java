package dev.pillion.envoy;

import dev.pillion.envoy.http.Answer;
import dev.pillion.envoy.http.Client;
import dev.pillion.envoy.settings.Admin.Place;
import dev.pillion.ports.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// The program as a process of its own, as its image starts it, with a real Envoy.
final class Running implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int STEP_MS = 20;

  private final Process process;
  private final Path said;
  private final int admin;
  private final int agent;

  private Running(Process process, Path said, int admin, int agent) {
    this.process = process;
    this.said = said;
    this.admin = admin;
    this.agent = agent;
  }

  /// Starts it with a server that nobody is at, so that Envoy is LIVE after a second without it.
  static Running start(Path folder, Map<String, String> environment) throws IOException {
    int admin = FreePorts.next();
    int agent = FreePorts.next();
    var variables = new HashMap<String, String>();
    variables.put("APPMESH_RESOURCE_ARN", "mesh/shop/virtualNode/front");
    variables.put("APPMESH_XDS_ENDPOINT", "unix://" + folder.resolve("nobody.sock"));
    variables.put("ENVOY_INITIAL_FETCH_TIMEOUT", "1");
    variables.put("ENVOY_ADMIN_ACCESS_PORT", Integer.toString(admin));
    variables.put("ENVOY_ADMIN_ACCESS_LOG_FILE", "/dev/null");
    variables.put("ENVOY_CONCURRENCY", "1");
    variables.put("APPNET_AGENT_ADMIN_MODE", "tcp");
    variables.put("APPNET_AGENT_HTTP_PORT", Integer.toString(agent));
    variables.put("APPNET_AGENT_HTTP_BIND_ADDRESS", "127.0.0.1");
    variables.put("LISTENER_DRAIN_WAIT_TIME_S", "5");
    variables.put("PILLION_ENVOY", EnvoyBinary.find().toString());
    variables.put("TMPDIR", folder.toString());
    variables.putAll(environment);
    variables.values().removeIf(String::isEmpty);
    Path said = Files.createTempFile(folder, "said", ".log");
    return new Running(launch(variables, said, List.of()), said, admin, agent);
  }

  static Process launch(Map<String, String> variables, Path said, List<String> arguments)
      throws IOException {
    var command = new java.util.ArrayList<String>();
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(variables);
    return builder.redirectOutput(said.toFile()).start();
  }

  /// Envoy's admin interface, as others reach it.
  Client admin() {
    return at(admin);
  }

  /// The agent's interface.
  Client agent() {
    return at(agent);
  }

  int agentPort() {
    return agent;
  }

  static Client at(int port) {
    return new Client(new Place.Tcp("127.0.0.1", port), Duration.ofSeconds(5));
  }

  Process process() {
    return process;
  }

  String said() {
    try {
      return Files.readString(said);
    } catch (IOException e) {
      return e.toString();
    }
  }

  void awaitLive() {
    until("LIVE", () -> get(admin(), "/ready").equals("LIVE\n"));
  }

  /// The body, or nothing where there is no answer.
  static String get(Client client, String target) {
    try {
      return client.get(target).text();
    } catch (IOException _) {
      return "";
    }
  }

  static Answer post(Client client, String target) throws IOException {
    return client.post(target);
  }

  void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(what + " did not come; it said:\n" + said());
      }
      try {
        if (process.waitFor(STEP_MS, TimeUnit.MILLISECONDS) && !condition.getAsBoolean()) {
          throw new AssertionError(
              "it ended with %d before %s came; it said:\n%s"
                  .formatted(process.exitValue(), what, said()));
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /// The process of the Envoy that it started.
  ProcessHandle envoy() {
    return process
        .children()
        .findFirst()
        .orElseThrow(() -> new AssertionError("no Envoy runs; it said:\n" + said()));
  }

  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it did not end; it said:\n" + said());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    List<ProcessHandle> children = process.children().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
    children.forEach(child -> child.onExit().join());
  }
}
