package dev.pillion.traffic.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pillion.agent.envoy.AdminProbe;
import dev.pillion.agent.envoy.EnvoyProbe.Readiness;
import dev.pillion.inject.envoy.Bootstrap;
import dev.pillion.inject.envoy.ProxyIdentity;
import dev.pillion.rig.EnvoyAdmin;
import dev.pillion.rig.Wait;
import dev.pillion.traffic.net.Host;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A real Envoy in a host's namespace, started with the bootstrap and as the user that tasks have.
public final class Sidecar implements AutoCloseable {
  static final int UID = 1337;

  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ProxyIdentity identity;
  private final Path folder;
  private final Process process;

  private Sidecar(ProxyIdentity identity, Path folder, Process process) {
    this.identity = identity;
    this.folder = folder;
    this.process = process;
  }

  /// Starts it.
  ///
  /// @param folder where its xDS socket is
  /// @param more what is added to its bootstrap, as JSON
  static Sidecar start(ProxyIdentity identity, Host host, Path folder, String more) {
    Path file = folder.resolve("bootstrap.json");
    write(file, bootstrap(identity, folder, more));
    String user = Integer.toString(UID);
    Process process =
        host.start(
            folder.resolve("envoy.log"),
            "setpriv",
            "--reuid=" + user,
            "--regid=" + user,
            "--clear-groups",
            EnvoyBinary.find().toString(),
            "--config-path",
            file.toString(),
            "--disable-hot-restart",
            "--concurrency",
            "1",
            "--log-level",
            "warning");
    return new Sidecar(identity, folder, process);
  }

  /// Its admin interface.
  public EnvoyAdmin admin() {
    return new EnvoyAdmin(socket());
  }

  /// How many of the server's answers it has refused.
  long refusals() {
    return admin().sum(".*update_rejected");
  }

  /// A page of its admin interface; nothing while it has none.
  public String said(String path) {
    try {
      return admin().get(path);
    } catch (UncheckedIOException _) {
      return "";
    }
  }

  /// What it has written.
  public String log() {
    try {
      return Files.readString(folder.resolve("envoy.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits until it has what the server has for it.
  public void awaitReady() {
    var probe = new AdminProbe();
    Wait.until(
        "readiness of " + identity.nodeId(),
        START_LIMIT,
        () -> probe.readiness(socket()) instanceof Readiness.Ready,
        () -> probe.readiness(socket()) + " " + log());
  }

  private Path socket() {
    return folder.resolve(Bootstrap.ADMIN_SOCKET);
  }

  /// The one that tasks get, in a folder of its own, and with a runtime in which Envoy refuses
  /// fields that it is about to lose.
  private static String bootstrap(ProxyIdentity identity, Path folder, String more) {
    try {
      String text = Bootstrap.of(identity).replace(Bootstrap.DIRECTORY, folder.toString());
      var root = JSON.readTree(text);
      var layer = (ObjectNode) root.at("/layered_runtime/layers/0/static_layer");
      layer.put("envoy.features.fail_on_any_deprecated_feature", true);
      return JSON.readerForUpdating(root).<JsonNode>readValue(more).toPrettyString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
