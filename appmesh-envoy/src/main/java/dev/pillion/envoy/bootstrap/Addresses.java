package dev.pillion.envoy.bootstrap;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pillion.envoy.settings.Admin.Place;

/// Addresses as Envoy writes them.
final class Addresses {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Addresses() {}

  /// @param mode of a socket that Envoy makes
  static ObjectNode of(Place place, int mode) {
    var address = of(place);
    if (place instanceof Place.Socket) {
      address.withObject("/pipe").put("mode", mode);
    }
    return address;
  }

  static ObjectNode of(Place place) {
    var address = JSON.objectNode();
    switch (place) {
      case Place.Tcp(String host, int port) -> {
        var socket =
            address.putObject("socket_address").put("address", host).put("port_value", port);
        if (host.equals("::")) {
          socket.put("ipv4_compat", true);
        }
      }
      case Place.Socket(String path) -> address.putObject("pipe").put("path", path);
    }
    return address;
  }

  static ObjectNode udp(String host, int port) {
    var address = of(new Place.Tcp(host, port));
    address.withObject("/socket_address").put("protocol", "UDP");
    return address;
  }
}
