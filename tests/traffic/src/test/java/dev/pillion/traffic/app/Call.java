package dev.pillion.traffic.app;

import dev.pillion.traffic.net.Host;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// An HTTP/1.1 request from a host, on a connection of its own.
///
/// @param address where it connects to, whatever the URL's host is
public record Call(
    Host from, InetSocketAddress address, String method, URI url, Map<String, String> headers) {
  private static final int LIMIT_MILLIS = 30_000;

  /// Copies its headers.
  public Call {
    headers = Map.copyOf(headers);
  }

  /// The same with another method.
  public Call method(String other) {
    return new Call(from, address, other, url, headers);
  }

  /// The same with a header.
  public Call header(String name, String value) {
    var more = new TreeMap<>(headers);
    more.put(name, value);
    return new Call(from, address, method, url, more);
  }

  /// The same to another address, at the same port.
  public Call at(String other) {
    var there = new InetSocketAddress(other, address.getPort());
    return new Call(from, there, method, url, headers);
  }

  /// Sends it and waits for the answer.
  ///
  /// @throws UncheckedIOException when there is none
  public Answer send() {
    try (SocketChannel connection = from.connect(address)) {
      connection.socket().setSoTimeout(LIMIT_MILLIS);
      connection.socket().getOutputStream().write(bytes());
      var message = HttpText.read(connection.socket().getInputStream(), true);
      int status = Integer.parseInt(message.first().split(" ", 3)[1]);
      return new Answer(status, message.headers(), message.body());
    } catch (IOException e) {
      throw new UncheckedIOException("%s %s: %s".formatted(method, url, e.getMessage()), e);
    }
  }

  /// Sends it over HTTP/2 and waits for the answer.
  public Answer sendOverHttp2() {
    return Http2Call.send(this);
  }

  /// Path and query.
  String target() {
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    return (url.getRawPath().isEmpty() ? "/" : url.getRawPath()) + query;
  }

  private byte[] bytes() {
    var all = new HashMap<>(headers);
    all.putIfAbsent("host", url.getAuthority());
    return HttpText.bytes("%s %s HTTP/1.1".formatted(method, target()), all, "");
  }
}
