package dev.pillion.xds.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.http.DirectHandler;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectTransportRequest;
import io.helidon.webserver.spi.ServerConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// One HTTP/1.1 connection from its admission to its end.
final class WatchedConnection implements ServerConnection {
  /// For how long what a refused client still sends is read, so that it also reads the refusal: a
  /// socket that is closed with something unread in it resets the connection.
  private static final Duration LINGER = Duration.ofSeconds(1);

  private final WatchedContext context;
  private final ServerConnection http;
  private final Connections connections;

  WatchedConnection(WatchedContext context, ServerConnection http, Connections connections) {
    this.context = context;
    this.http = http;
    this.connections = connections;
  }

  @Override
  public void handle(Limit limit) throws InterruptedException {
    try {
      if (connections.admit(context.connection())) {
        http.handle(limit);
      } else {
        refuse();
      }
      // Only a refusal gets here; every other end is thrown.
      linger();
    } finally {
      connections.gone(context.connection());
      context.giveBody();
    }
  }

  @Override
  public Duration idleTime() {
    return http.idleTime();
  }

  @Override
  public void close(boolean interrupt) {
    http.close(interrupt);
  }

  /// Answers although nothing was asked yet.
  private void refuse() {
    DirectHandler.TransportResponse answer =
        context
            .listenerContext()
            .directHandlers()
            .handler(DirectHandler.EventType.OTHER)
            .handle(
                DirectTransportRequest.create("HTTP/1.1", "GET", "/"),
                DirectHandler.EventType.OTHER,
                Status.SERVICE_UNAVAILABLE_503,
                ServerResponseHeaders.create(),
                "the server has as many connections as it may; try again in a moment");
    byte[] body = answer.entity().orElse(BufferData.EMPTY_BYTES);
    var head = new StringBuilder("HTTP/1.1 503 Service Unavailable\r\n");
    for (Header header : answer.headers()) {
      head.append(header.name()).append(": ").append(header.get()).append("\r\n");
    }
    head.append(HeaderNames.CONTENT_LENGTH.defaultCase()).append(": ").append(body.length);
    head.append("\r\nConnection: close\r\n\r\n");
    context
        .dataWriter()
        .writeNow(
            BufferData.create(head.toString().getBytes(StandardCharsets.US_ASCII)),
            BufferData.create(body));
  }

  private void linger() {
    long began = System.nanoTime();
    while (context.connection().discard(context.serverSocket(), began, LINGER) != null) {
      // until the client ends, or its time
    }
  }
}
