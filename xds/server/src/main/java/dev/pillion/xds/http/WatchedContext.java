package dev.pillion.xds.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/// A connection as the web server sees it, with reads and writes that are watched.
final class WatchedContext implements ConnectionContext {
  private final ConnectionContext context;
  private final Connection connection;
  private final Bodies bodies;
  private final DataReader reader = DataReader.create(this::read);
  private final DataWriter writer;
  private long bodyBytes;
  private boolean lastAsked;
  private boolean last;

  WatchedContext(ConnectionContext context, Connection connection, Bodies bodies) {
    this.context = context;
    this.connection = connection;
    this.bodies = bodies;
    this.writer = new WatchedWriter(context.dataWriter(), connection);
  }

  Connection connection() {
    return connection;
  }

  /// @param asksToEnd whether the client wants no more than the answer
  void headersRead(boolean asksToEnd) {
    lastAsked = asksToEnd;
    connection.begins(Connection.Phase.BODY);
  }

  /// @param bytes how large the answer is, which is held until all of it is sent
  /// @param asksToEnd whether the connection ends after it
  void answers(long bytes, boolean asksToEnd) {
    giveBody();
    bodies.takeAnyway(bytes);
    bodyBytes = bytes;
    last = lastAsked || asksToEnd;
    connection.begins(Connection.Phase.IDLE);
  }

  void giveBody() {
    bodies.give(bodyBytes);
    bodyBytes = 0;
  }

  private byte[] read() {
    if (connection.phase() == Connection.Phase.IDLE) {
      giveBody();
    }
    byte[] bytes = last ? null : connection.read(context.serverSocket());
    if (bytes == null) {
      // The web server would take an end in the middle of a body for a defect of its own.
      throw new CloseConnectionException("the client has ended");
    }
    switch (connection.phase()) {
      case IDLE -> connection.begins(Connection.Phase.HEADER);
      case BODY -> hold(bytes.length);
      case HEADER -> {}
    }
    return bytes;
  }

  private void hold(int bytes) {
    if (bodyBytes + bytes > bodies.each()) {
      throw refused(Status.REQUEST_ENTITY_TOO_LARGE_413);
    }
    if (!bodies.take(bytes)) {
      throw refused(Status.TOO_MANY_REQUESTS_429);
    }
    bodyBytes += bytes;
  }

  private static RequestException refused(Status status) {
    return RequestException.builder()
        .type(DirectHandler.EventType.OTHER)
        .status(status)
        .setKeepAlive(false)
        .message(status.reasonPhrase())
        .build();
  }

  @Override
  public DataReader dataReader() {
    return reader;
  }

  @Override
  public DataWriter dataWriter() {
    return writer;
  }

  @Override
  public ListenerContext listenerContext() {
    return context.listenerContext();
  }

  @Override
  public ExecutorService executor() {
    return context.executor();
  }

  @Override
  public Router router() {
    return context.router();
  }

  @Override
  public Optional<ProxyProtocolData> proxyProtocolData() {
    return context.proxyProtocolData();
  }

  @Override
  public HelidonSocket serverSocket() {
    return context.serverSocket();
  }

  @Override
  public PeerInfo remotePeer() {
    return context.remotePeer();
  }

  @Override
  public PeerInfo localPeer() {
    return context.localPeer();
  }

  @Override
  public boolean isSecure() {
    return context.isSecure();
  }

  @Override
  public String socketId() {
    return context.socketId();
  }

  @Override
  public String childSocketId() {
    return context.childSocketId();
  }
}
