package dev.pillion.cli.systemd;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The service manager that started this process and waits to be told that it is ready, or nobody
/// (sd_notify(3)).
public final class ServiceManager {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);
  private static final String SOCKET = "NOTIFY_SOCKET";

  private final Optional<String> socket;

  private ServiceManager(Optional<String> socket) {
    this.socket = socket;
  }

  /// The one that the environment names.
  public static ServiceManager of(Map<String, String> environment) {
    return new ServiceManager(
        Optional.ofNullable(environment.get(SOCKET)).filter(name -> !name.isEmpty()));
  }

  /// The program does its work from now on.
  ///
  /// @param status a line for `systemctl status`
  public void ready(String status) {
    tell("READY=1\nSTATUS=" + status.replace('\n', ' '));
  }

  /// The program has begun to end.
  public void stopping() {
    tell("STOPPING=1\nSTATUS=stopping");
  }

  private void tell(String message) {
    socket.ifPresent(name -> {
      try {
        Datagram.send(name, message);
      } catch (IOException e) {
        LOG.warn(
            "systemd state=not-told socket={} problem=\"{}\" remedy=\"let the unit have"
                + " Type=notify and NotifyAccess=main, or unset NOTIFY_SOCKET\"",
            name,
            e.getMessage());
      }
    });
  }
}
