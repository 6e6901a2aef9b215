package dev.pillion.envoy.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// All that the environment says.
///
/// @param configuration what Envoy starts with
/// @param admin its admin interface
/// @param supervision how it is run
/// @param agent this program's own interface
/// @param logFile where output goes; empty for this program's own output
/// @param warnings what is told and does not keep Envoy from being started
public record ImageSettings(
    Configuration configuration,
    Admin admin,
    Supervision supervision,
    AgentInterface agent,
    Optional<LogFile> logFile,
    List<String> warnings) {
  private static final List<String> OTHERS = List.of("APPMESH_", "APPNET_", "ENVOY_");
  private static final Set<String> KNOWN =
      Arrays.stream(Variable.values()).map(Variable::key).collect(Collectors.toUnmodifiableSet());

  /// Copies the warnings.
  public ImageSettings {
    warnings = List.copyOf(warnings);
  }

  /// Reads all variables.
  ///
  /// @throws ImageException naming every violation
  public static ImageSettings read(Map<String, String> environment) {
    var reader = new EnvironmentReader(environment);
    var configuration = Configuration.read(reader);
    var admin = Admin.read(reader);
    var agent = AgentInterface.read(reader);
    var supervision = Supervision.read(reader, (int) agent.readinessEvery().toSeconds());
    var logFile = LogFile.read(reader);
    refuseRelay(reader);
    unknown(reader);
    reader.orThrow();
    return new ImageSettings(configuration, admin, supervision, agent, logFile, reader.warnings());
  }

  private static void refuseRelay(EnvironmentReader reader) {
    if (reader.flag(Variable.RELAY, false)) {
      reader.problem(
          Variable.RELAY.key(),
          "asks for the relay of ECS Service Connect, which this image is not",
          "remove it");
    }
  }

  private static void unknown(EnvironmentReader reader) {
    for (String name : new TreeSet<>(reader.names())) {
      if (KNOWN.contains(name)) {
        continue;
      }
      if (name.startsWith("PILLION_")) {
        reader.problem(name, "is not known here", "remove it; docs/drop-in-image.md lists all");
      } else if (OTHERS.stream().anyMatch(name::startsWith)) {
        reader.warn(name + ": is not known here and does nothing");
      }
    }
  }
}
