package dev.pillion.envoy.http;

import dev.pillion.envoy.settings.Admin.Place;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// Sockets at a place.
final class Places {
  private static final String LOCAL = "127.0.0.1";
  private static final String LOCAL_IPV6 = "::1";

  private Places() {}

  static ServerSocketChannel listen(Place place) throws IOException {
    return switch (place) {
      case Place.Tcp(String address, int port) -> {
        var channel = ServerSocketChannel.open();
        try {
          yield channel.bind(new InetSocketAddress(address, port));
        } catch (IOException e) {
          channel.close();
          throw e;
        }
      }
      case Place.Socket(String path) -> {
        // What an earlier run of the container left.
        Files.deleteIfExists(Path.of(path));
        var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
          yield channel.bind(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
          channel.close();
          throw e;
        }
      }
    };
  }

  static SocketChannel dial(Place place) throws IOException {
    return switch (place) {
      case Place.Tcp(String address, int port) ->
          SocketChannel.open(new InetSocketAddress(dialled(address), port));
      case Place.Socket(String path) -> SocketChannel.open(UnixDomainSocketAddress.of(path));
    };
  }

  /// Where one dials what listens on all addresses.
  private static String dialled(String address) {
    return switch (address) {
      case "0.0.0.0" -> LOCAL;
      case "::" -> LOCAL_IPV6;
      default -> address;
    };
  }
}
