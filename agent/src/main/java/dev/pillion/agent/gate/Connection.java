package dev.pillion.agent.gate;

import dev.pillion.agent.gate.Answer.After;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One caller's connection: its requests, one after the other, and what it turns into when Docker
/// takes it over.
final class Connection implements Runnable, AutoCloseable {
  // A start has no body, or in old API versions a small one.
  private static final int LARGEST_START = 1024 * 1024;

  private final Wire caller;
  private final Surroundings surroundings;

  private volatile @Nullable Upstream docker;
  private volatile @Nullable HeldStart held;
  private volatile boolean changing;
  private volatile @Nullable Answer current;
  private volatile boolean leaving;

  Connection(Wire caller, Surroundings surroundings) {
    this.caller = caller;
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    surroundings.counts().connected();
    try {
      serve();
    } catch (IOException e) {
      // One of the two has gone: closing tells the other.
      return;
    } finally {
      close();
      surroundings.counts().disconnected();
    }
  }

  @Override
  public void close() {
    caller.close();
    Upstream open = docker;
    if (open != null) {
      open.close();
    }
  }

  /// The gate closes: no request after the one that is being answered, and none that waits.
  ///
  /// @return whether a request that changes something is with Docker
  boolean leave() {
    leaving = true;
    HeldStart waiting = held;
    if (waiting != null) {
      waiting.giveUp();
    }
    Answer answer = current;
    return changing && (answer == null || !answer.known());
  }

  private void serve() throws IOException {
    while (!leaving) {
      int head = caller.awaitHead();
      if (head == 0 && caller.empty()) {
        return;
      }
      Optional<RequestHead> request =
          RequestHead.parse(caller.bytes(), caller.from(), caller.from() + head);
      if (!answered(request, head)) {
        return;
      }
    }
  }

  /// Serves one request to its end.
  ///
  /// @return whether another may come
  private boolean answered(Optional<RequestHead> request, int head) throws IOException {
    if (request.isEmpty()) {
      tunnel();
      return false;
    }
    var answer = new Answer(caller, request.get());
    current = answer;
    changing = request.get().changes();
    if (leaving) {
      return false;
    }
    try {
      return request.get().start().isPresent()
          ? start(request.get(), request.get().start().get(), head, answer)
          : passOn(request.get(), head, answer);
    } finally {
      changing = false;
    }
  }

  private boolean passOn(RequestHead request, int head, Answer answer) throws IOException {
    Optional<Upstream> open = Optional.ofNullable(docker).or(() -> dial(answer));
    if (open.isEmpty()) {
      return false;
    }
    Wire wire = open.get().wire();
    open.get().expect(answer);
    try {
      send(request.body(), head, wire);
    } catch (IOException e) {
      // Docker takes no more; what it has answered is still on its way.
      answer.awaitEnd();
      return false;
    }
    return follow(answer, wire);
  }

  private Optional<Upstream> dial(Answer answer) {
    var dialled = surroundings.dial(answer, true).map(wire -> Upstream.begin(wire, caller));
    docker = dialled.orElse(null);
    return dialled;
  }

  private void send(Framing body, int head, Wire wire) throws IOException {
    int first = caller.from() + head;
    wire.send(caller, head + body.consume(caller.bytes(), first, caller.to()));
    while (!body.done()) {
      if (caller.empty() && !caller.fill()) {
        wire.end();
        return;
      }
      wire.send(caller, body.consume(caller.bytes(), caller.from(), caller.to()));
    }
  }

  /// Listens to the caller while it is being answered, so that its end is heard.
  private boolean follow(Answer answer, Wire wire) throws IOException {
    boolean open = !caller.empty() || caller.fill();
    if (!open) {
      wire.end();
      answer.awaitEnd();
      return false;
    }
    return switch (answer.awaitAfter()) {
      case REQUEST -> true;
      case NOTHING -> false;
      case ANYTHING -> {
        caller.pump(wire);
        answer.awaitEnd();
        yield false;
      }
    };
  }

  private boolean start(RequestHead request, RequestHead.Start start, int head, Answer answer)
      throws IOException {
    Optional<byte[]> whole = whole(request.body(), head);
    if (whole.isEmpty()) {
      answer.give(Refusal.failed("pillion: a start of more than 1 MiB", start.json()));
      return false;
    }
    // It may end before the hold does, which the caller must not take for its own end.
    Upstream idle = docker;
    if (idle != null) {
      idle.abandon();
      docker = null;
    }
    var waiting = new HeldStart(start, whole.get(), answer, surroundings);
    waiting.begin();
    held = waiting;
    if (leaving) {
      waiting.giveUp();
    }
    if (caller.empty() && !caller.fill() && !waiting.drop()) {
      answer.awaitEnd();
      return false;
    }
    After after = answer.awaitAfter();
    held = null;
    return after == After.REQUEST;
  }

  /// All of a request, as it came.
  private Optional<byte[]> whole(Framing body, int head) throws IOException {
    var bytes = new ByteArrayOutputStream();
    int size = head + body.consume(caller.bytes(), caller.from() + head, caller.to());
    bytes.write(caller.bytes(), caller.from(), size);
    caller.passed(size);
    while (!body.done()) {
      if (bytes.size() > LARGEST_START || (caller.empty() && !caller.fill())) {
        return Optional.empty();
      }
      int count = body.consume(caller.bytes(), caller.from(), caller.to());
      bytes.write(caller.bytes(), caller.from(), count);
      caller.passed(count);
    }
    return Optional.of(bytes.toByteArray());
  }

  /// What is not understood is Docker's to answer.
  private void tunnel() throws IOException {
    Upstream open = docker;
    if (open == null) {
      open = Upstream.begin(Wire.to(surroundings.docker()), caller);
      docker = open;
    }
    caller.pump(open.wire());
    open.awaitEnd();
  }
}
