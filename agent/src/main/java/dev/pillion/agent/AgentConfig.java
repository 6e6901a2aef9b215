package dev.pillion.agent;

import dev.pillion.agent.dial.Dial;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.settings.AgentSetting;
import dev.pillion.routes.spec.Backend;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// All that an agent is told.
///
/// @param server the server's xds address
/// @param runDir sockets; must outlive the agent's process
/// @param stateDir what survives a reboot
/// @param undecidedHold how long an app waits for a look-up that is still open
/// @param iptables the backend for namespaces without rules; empty for the host's
public record AgentConfig(
    Dial server,
    Path runDir,
    Path stateDir,
    String envoyImage,
    String routeManagerImage,
    Duration undecidedHold,
    Optional<Backend> iptables,
    Duration cloudMapInterval,
    URI docker) {
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
            settings.oneOf(
                AgentSetting.IPTABLES, Map.of("nft", Backend.NFT, "legacy", Backend.LEGACY)),
            settings.duration(AgentSetting.CLOUDMAP_INTERVAL),
            settings.uri(AgentSetting.DOCKER_HOST));
    settings.finish();
    return config;
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
