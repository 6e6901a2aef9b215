package dev.pillion.agent;

import dev.pillion.agent.dial.Dial;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.MeshException.Code;
import dev.pillion.mesh.settings.AgentSetting;
import dev.pillion.routes.spec.Backend;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// All that an agent is told.
///
/// @param server the server's xds address
/// @param runDir sockets; must outlive the agent's process
/// @param stateDir what survives a reboot
/// @param undecidedHold how long an app waits for a look-up that is still open
/// @param dryRun whether it only decides and reports
/// @param iptables the backend for namespaces without rules; empty for the host's
/// @param metrics where metrics are told; not looked up yet
/// @param gate empty where the ECS agent talks to Docker itself
public record AgentConfig(
    Dial server,
    Path runDir,
    Path stateDir,
    String envoyImage,
    String routeManagerImage,
    Duration undecidedHold,
    boolean dryRun,
    Optional<Backend> iptables,
    Duration cloudMapInterval,
    URI docker,
    Optional<InetSocketAddress> metrics,
    Optional<Gated> gate) {
  /// How an agent stands between ECS and Docker.
  ///
  /// @param socket where it answers when systemd hands it no socket
  /// @param startTime how long a start waits before it fails
  /// @param handed what systemd tells of the socket that it hands over, as it tells it
  public record Gated(Path socket, Duration startTime, Map<String, String> handed) {
    /// Copies its map.
    public Gated {
      handed = Map.copyOf(handed);
    }
  }

  /// Reads an environment.
  ///
  /// @throws MeshException that names every setting that is wrong, missing or not known
  public static AgentConfig from(Map<String, String> environment) {
    var settings = new Settings(environment);
    var config =
        new AgentConfig(
            new Dial(
                settings.hostPort(AgentSetting.SERVER),
                settings.authority(AgentSetting.XDS_CA),
                settings.text(AgentSetting.XDS_SERVER_NAME),
                settings.optionalPath(AgentSetting.XDS_TOKEN_FILE)),
            settings.path(AgentSetting.RUN_DIR),
            settings.path(AgentSetting.STATE_DIR),
            settings.image(AgentSetting.ENVOY_IMAGE),
            settings.image(AgentSetting.ROUTE_MANAGER_IMAGE),
            settings.duration(AgentSetting.UNDECIDED_HOLD),
            settings.isOn(AgentSetting.DRY_RUN),
            settings.oneOf(
                AgentSetting.IPTABLES, Map.of("nft", Backend.NFT, "legacy", Backend.LEGACY)),
            settings.duration(AgentSetting.CLOUDMAP_INTERVAL),
            settings.uri(AgentSetting.DOCKER_HOST),
            settings.address(AgentSetting.METRICS_ADDRESS),
            gate(settings, environment));
    settings.finish();
    config.gate().ifPresent(gate -> refuseItself(gate, config.docker()));
    return config;
  }

  private static Optional<Gated> gate(Settings settings, Map<String, String> environment) {
    var handed = new HashMap<>(environment);
    handed.keySet().removeIf(key -> !key.startsWith("LISTEN_"));
    var gated =
        new Gated(
            settings.path(AgentSetting.GATE_SOCKET),
            settings.duration(AgentSetting.GATE_START_TIME),
            handed);
    return settings.isOn(AgentSetting.GATE) ? Optional.of(gated) : Optional.empty();
  }

  private static void refuseItself(Gated gate, URI docker) {
    if (docker.equals(URI.create("unix://" + gate.socket()))) {
      throw new MeshException(
          Code.INVALID,
          "DOCKER_HOST",
          "is the gate's own socket, so that the agent would ask itself",
          "give the agent Docker's own, such as unix:///var/run/docker.sock");
    }
  }

  /// Where the agent answers `pillion status`.
  public Path statusSocket() {
    return runDir.resolve("agent.sock");
  }

  /// Where each task has a folder.
  public Path tasksDir() {
    return runDir.resolve("tasks");
  }
}
