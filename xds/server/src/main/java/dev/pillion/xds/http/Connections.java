package dev.pillion.xds.http;

import io.helidon.webserver.CloseConnectionException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// The connections that are open, and the watch over them.
final class Connections implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(250);

  /// Who has kept the server waiting for as long as this gives way when it is full.
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /// Within which the last connections end once the server takes no more.
  private static final Duration LAST = Duration.ofSeconds(1);

  private final int most;
  private final Consumer<Limit> refused;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;
  private final AtomicInteger places = new AtomicInteger();
  private final Set<Connection> leaving = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("pillion-connections").factory());

  Connections(int most, Consumer<Limit> refused) {
    this.most = most;
    this.refused = refused;
    var _ =
        watch.scheduleWithFixedDelay(
            this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Takes the connection in, if there is room: when the server is full, the connection that has
  /// kept it waiting longest gives way. One that is not taken in is watched too, until it is gone.
  boolean admit(Connection connection) {
    if (closed) {
      throw new CloseConnectionException("the server has stopped");
    }
    if (places.incrementAndGet() > most && !oneGivesWay()) {
      places.decrementAndGet();
      refused.accept(Limit.CONNECTIONS);
      leaving.add(connection);
      return false;
    }
    open.add(connection);
    return true;
  }

  void gone(Connection connection) {
    if (open.remove(connection)) {
      places.decrementAndGet();
    }
    leaving.remove(connection);
  }

  int size() {
    return open.size();
  }

  /// Ends those that are between requests, or in the middle of sending one.
  void endWaiting() {
    open.forEach(Connection::endIfWaiting);
    leaving.forEach(Connection::endIfWaiting);
  }

  /// Ends those too that came in while the server stopped.
  @Override
  public void close() {
    closed = true;
    long end = System.nanoTime() + LAST.toNanos();
    while (!(open.isEmpty() && leaving.isEmpty()) && System.nanoTime() < end) {
      endWaiting();
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
    watch.shutdownNow();
  }

  private boolean oneGivesWay() {
    long now = System.nanoTime();
    boolean given =
        open.stream()
            .filter(connection -> connection.waited(now) >= PATIENCE.toNanos())
            .max(Comparator.comparingLong(connection -> connection.waited(now)))
            .filter(Connection::endIfWaiting)
            .isPresent();
    if (given) {
      refused.accept(Limit.CONNECTION_WAITED);
    }
    return given;
  }

  private void look() {
    long now = System.nanoTime();
    open.forEach(connection -> connection.endIfOver(now).ifPresent(refused));
    leaving.forEach(connection -> connection.endIfOver(now).ifPresent(refused));
  }
}
