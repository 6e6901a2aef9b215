package dev.pillion.xds.http;

import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.CloseConnectionException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One connection, as far as it keeps the server waiting. Its own thread tells what it waits for;
/// the watch ends the wait when it takes too long, by an interrupt, which closes a channel that is
/// being read or written. A connection that does not wait for its client is never interrupted.
final class Connection {
  /* guards: all fields, between the connection's thread and the watch */

  /// What its client is to do next.
  enum Phase {
    /// Send the rest of a request's headers.
    HEADER,
    /// Send the rest of its body, and take the answer.
    BODY,
    /// Take the rest of the answer, and send another request.
    IDLE
  }

  private final HttpLimits.Times times;
  private final Thread thread = Thread.currentThread();
  private Phase phase = Phase.HEADER;
  private long phaseBegan = System.nanoTime();
  private @Nullable Wait wait;
  private boolean ended;

  /// Something that waits for the client; null at the end of what it sends.
  private interface Io {
    byte @Nullable [] run();
  }

  /// A wait for the client that is under way.
  private record Wait(long began, Duration limit, Optional<Limit> exceeded) {
    boolean isOver(long now) {
      return now - began > limit.toNanos();
    }
  }

  Connection(HttpLimits.Times times) {
    this.times = times;
  }

  synchronized Phase phase() {
    return phase;
  }

  synchronized void begins(Phase next) {
    phase = next;
    phaseBegan = System.nanoTime();
  }

  /// Reads from the client; the time for it runs since the phase began.
  byte @Nullable [] read(HelidonSocket socket) {
    synchronized (this) {
      wait =
          switch (phase) {
            case HEADER -> new Wait(phaseBegan, times.header(), Optional.of(Limit.HEADER_TIME));
            case BODY -> new Wait(phaseBegan, times.body(), Optional.of(Limit.BODY_TIME));
            case IDLE -> new Wait(phaseBegan, times.idle(), Optional.empty());
          };
    }
    return await(socket::get);
  }

  /// Reads what nobody wants, for that long.
  byte @Nullable [] discard(HelidonSocket socket, long began, Duration limit) {
    synchronized (this) {
      wait = new Wait(began, limit, Optional.empty());
    }
    return await(socket::get);
  }

  /// Writes to the client.
  void write(Runnable sink) {
    synchronized (this) {
      wait = new Wait(System.nanoTime(), times.answer(), Optional.of(Limit.ANSWER_TIME));
    }
    var _ =
        await(() -> {
          sink.run();
          return null;
        });
  }

  private byte @Nullable [] await(Io io) {
    try {
      return io.run();
    } catch (UncheckedIOException e) {
      throw new CloseConnectionException("the connection failed", e);
    } finally {
      synchronized (this) {
        wait = null;
        if (ended) {
          // Thrown from here so that it also replaces a result that came at the last moment.
          over();
        }
      }
    }
  }

  private static void over() {
    throw new CloseConnectionException("the client took too long");
  }

  /// Ends the wait if it is over its time.
  ///
  /// @return the limit that it was over, if there is one by name
  synchronized Optional<Limit> endIfOver(long now) {
    if (wait == null || ended || !wait.isOver(now)) {
      return Optional.empty();
    }
    Optional<Limit> exceeded = wait.exceeded();
    end();
    return exceeded;
  }

  /// Ends the wait, if there is one.
  synchronized boolean endIfWaiting() {
    if (wait == null || ended) {
      return false;
    }
    end();
    return true;
  }

  /// For how long the client has kept the server waiting, in nanoseconds; 0 when it does not.
  synchronized long waited(long now) {
    return wait == null || ended ? 0 : now - wait.began();
  }

  private void end() {
    ended = true;
    thread.interrupt();
  }
}
