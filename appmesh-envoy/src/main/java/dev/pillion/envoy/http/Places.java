package dev.pillion.envoy.http;

import dev.pillion.envoy.settings.Admin.Place;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/// Sockets at a place.
final class Places {
  // On a machine without IPv6 the second is as good as the first.
  private static final Set<String> ALL = Set.of("0.0.0.0", "::");

  private Places() {}

  static ServerSocketChannel listen(Place place) throws IOException {
    return switch (place) {
      case Place.Tcp(String address, int port) ->
          bound(
              ServerSocketChannel.open(),
              address.equals("::")
                  ? new InetSocketAddress(port)
                  : new InetSocketAddress(address, port));
      case Place.Socket(String path) -> {
        // What an earlier run of the container left.
        Files.deleteIfExists(Path.of(path));
        yield bound(
            ServerSocketChannel.open(StandardProtocolFamily.UNIX),
            UnixDomainSocketAddress.of(path));
      }
    };
  }

  private static ServerSocketChannel bound(ServerSocketChannel channel, SocketAddress address)
      throws IOException {
    try {
      return channel.bind(address);
    } catch (IOException e) {
      channel.close();
      throw e;
    } catch (UnsupportedAddressTypeException | UnresolvedAddressException _) {
      channel.close();
      throw unusable(address);
    }
  }

  static SocketChannel dial(Place place) throws IOException {
    SocketAddress address =
        switch (place) {
          case Place.Tcp(String host, int port) ->
              ALL.contains(host)
                  ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
                  : new InetSocketAddress(host, port);
          case Place.Socket(String path) -> UnixDomainSocketAddress.of(path);
        };
    try {
      return SocketChannel.open(address);
    } catch (UnsupportedAddressTypeException | UnresolvedAddressException _) {
      throw unusable(address);
    }
  }

  private static IOException unusable(SocketAddress address) {
    return new IOException(address + " is no address of this machine's network");
  }
}
