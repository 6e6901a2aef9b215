package dev.pillion.agent.doctor;

import dev.pillion.agent.AgentConfig;
import dev.pillion.mesh.model.MeshException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Looks at everything on a host that the agent needs, and says of each thing whether it is fit and
/// what to do where it is not.
public final class Doctor {
  private static final Path ECS_CONFIG = Path.of("/etc/ecs/ecs.config");

  private Doctor() {}

  /// Looks, and tells each finding as it comes: the whole takes up to half a minute where something
  /// does not answer.
  ///
  /// @param environment the agent's settings
  public static List<Finding> examine(Map<String, String> environment, Consumer<Finding> heard) {
    var all = new ArrayList<Finding>();
    Consumer<Finding> tell =
        finding -> {
          all.add(finding);
          heard.accept(finding);
        };
    Optional<AgentConfig> config = config(environment, tell);
    new KernelCheck(Path.of("/proc")).look().forEach(tell);
    new HoldCheck(config.flatMap(AgentConfig::iptables)).look().forEach(tell);
    new ClockCheck().look().forEach(tell);
    config.ifPresent(settings -> {
      new DiskCheck(List.of(settings.stateDir(), settings.runDir())).look().forEach(tell);
      new PortsCheck(settings.metrics(), settings.statusSocket()).look().forEach(tell);
      new DockerCheck(settings.docker()).look().forEach(tell);
    });
    var ecs = EcsSettings.read(ECS_CONFIG);
    new EcsCheck(ecs, URI.create("http://localhost:51678/v1/metadata")).look().forEach(tell);
    config.ifPresent(settings -> {
      new GateCheck(settings.gate(), ecs).look().forEach(tell);
      new ServerCheck(settings.server()).look().forEach(tell);
    });
    new AwsCheck().look().forEach(tell);
    return List.copyOf(all);
  }

  private static Optional<AgentConfig> config(
      Map<String, String> environment, Consumer<Finding> tell) {
    try {
      AgentConfig config = AgentConfig.from(environment);
      tell.accept(Finding.fit("settings", "all are good"));
      return Optional.of(config);
    } catch (MeshException e) {
      tell.accept(Finding.unfit("settings", e));
      return Optional.empty();
    }
  }
}
