package dev.pillion.envoy.settings;

import dev.pillion.envoy.settings.Admin.Place;
import java.time.Duration;
import java.util.Optional;

/// The HTTP interface of this program, and who asks it.
///
/// @param place where it listens; empty where it is not asked for
/// @param loggingReset when a changed log level is set back
/// @param readinessEvery how often `-envoyReadiness` asks it
/// @param readinessLimit for how long
public record AgentInterface(
    Optional<Place> place,
    Duration loggingReset,
    Duration readinessEvery,
    Duration readinessLimit) {
  private static final int PORT = 9902;
  private static final String SOCKET = "/var/run/ecs/appnet_admin.sock";
  private static final int HOUR_S = 3600;

  static AgentInterface read(EnvironmentReader reader) {
    int port = reader.port(Variable.AGENT_PORT, PORT);
    String address = reader.text(Variable.AGENT_ADDRESS).orElse("[::]");
    String bare = address.replaceFirst("^\\[(.*)]$", "$1");
    boolean socket = reader.second(Variable.AGENT_MODE, "tcp", "uds");
    Optional<Place> place =
        reader
            .text(Variable.AGENT_MODE)
            .map(_ ->
                socket
                    ? new Place.Socket(reader.text(Variable.AGENT_SOCKET).orElse(SOCKET))
                    : new Place.Tcp(bare, port));
    return new AgentInterface(
        place,
        Duration.ofSeconds(reader.whole(Variable.LOGGING_RESET, 300, 1, Integer.MAX_VALUE)),
        Duration.ofSeconds(reader.whole(Variable.READINESS_INTERVAL, 5, 0, HOUR_S)),
        Duration.ofSeconds(reader.whole(Variable.READINESS_TIMEOUT, 180, 0, 24 * HOUR_S)));
  }
}
