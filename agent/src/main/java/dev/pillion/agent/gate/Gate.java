package dev.pillion.agent.gate;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Docker's API on a socket of its own, where starts wait for a doorkeeper's verdict.
public final class Gate implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
  // What has been begun is not cut: ECS never starts a container a second time.
  private static final Duration FAREWELL = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(100);
  // More than any ECS agent has; the others wait in the socket.
  private static final int MOST_CONNECTIONS = 1_000;

  private final GateSocket socket;
  private final Surroundings surroundings;
  private final Selector selector;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final Thread acceptor;

  private volatile boolean closing;

  private Gate(GateSocket socket, Surroundings surroundings) throws IOException {
    this.socket = socket;
    this.surroundings = surroundings;
    this.selector = Selector.open();
    socket.listener().configureBlocking(false);
    socket.listener().register(selector, SelectionKey.OP_ACCEPT);
    this.acceptor = Thread.ofPlatform().name("gate-accept").daemon().unstarted(this::accept);
  }

  /// Begins to answer.
  ///
  /// @param socket closed with the gate
  /// @param docker where Docker answers itself
  public static Gate open(GateSocket socket, SocketAddress docker, Doorkeeper keeper) {
    try {
      var gate = new Gate(socket, new Surroundings(docker, keeper, new Counts()));
      gate.acceptor.start();
      return gate;
    } catch (IOException e) {
      throw GateSocket.unusable(socket.name(), e);
    }
  }

  /// How it stands.
  public GateState state() {
    return surroundings.counts().state(socket.name(), socket.activated());
  }

  /// Takes no more connections, tells those whose starts wait, lets Docker end what it has begun to
  /// change, and cuts the rest.
  @Override
  public void close() {
    if (closing) {
      return;
    }
    closing = true;
    selector.wakeup();
    try {
      acceptor.join();
      long end = System.nanoTime() + FAREWELL.toNanos();
      while (leaving() && System.nanoTime() < end) {
        Thread.sleep(PAUSE.dividedBy(10));
      }
      selector.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.debug("gate selector", e);
    }
    connections.forEach(Connection::close);
    socket.close();
  }

  private boolean leaving() {
    return connections.stream().map(Connection::leave).reduce(false, Boolean::logicalOr);
  }

  private void accept() {
    boolean failing = false;
    while (!closing) {
      try {
        selector.select();
        selector.selectedKeys().clear();
        boolean room = connections.size() < MOST_CONNECTIONS;
        SocketChannel caller = closing || !room ? null : socket.listener().accept();
        if (caller != null) {
          serve(caller);
        }
        if (!room) {
          throw new IOException(MOST_CONNECTIONS + " connections are open");
        }
        failing = false;
      } catch (IOException e) {
        if (!failing) {
          failing = true;
          LOG.warn(
              "gate socket={} problem=\"{}\" remedy=\"see who calls it (ss -xp), or raise LimitNOFILE"
                  + " of the agent's unit\"",
              socket.name(),
              e.getMessage());
        }
        pause();
      }
    }
  }

  private void serve(SocketChannel caller) {
    var connection = new Connection(new Wire(caller), surroundings);
    connections.add(connection);
    Thread.ofVirtual()
        .name("gate-caller")
        .start(() -> {
          try {
            connection.run();
          } finally {
            connections.remove(connection);
          }
        });
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
