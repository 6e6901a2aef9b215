package dev.pillion.envoy.settings;

/// Envoy's admin interface, as others reach it.
///
/// @param place where it listens
/// @param log where its requests are logged
public record Admin(Place place, String log) {
  /// Where App Mesh's image has the socket.
  public static final String SOCKET = "/tmp/envoy_admin.sock";

  private static final int PORT = 9901;
  private static final String LOG = "/tmp/envoy_admin_access.log";

  /// Where an interface listens.
  public sealed interface Place {
    /// An address and a port.
    record Tcp(String address, int port) implements Place {
      @Override
      public String toString() {
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
      }
    }

    /// A Unix socket.
    record Socket(String path) implements Place {
      @Override
      public String toString() {
        return path;
      }
    }
  }

  static Admin read(EnvironmentReader reader) {
    int port = reader.port(Variable.ADMIN_PORT, PORT);
    String address = reader.flag(Variable.ADMIN_IPV6, false) ? "::" : "0.0.0.0";
    boolean socket = reader.second(Variable.ADMIN_MODE, "tcp", "uds");
    return new Admin(
        socket ? new Place.Socket(SOCKET) : new Place.Tcp(address, port),
        reader.text(Variable.ADMIN_LOG).orElse(LOG));
  }
}
