package dev.pillion.agent.gate;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Brings Docker's answer to one request to the caller.
final class Answer {
  /// What may come on the connection afterwards.
  enum After {
    /// Another request.
    REQUEST,
    /// Bytes that are no concern of ours, both ways.
    ANYTHING,
    /// Nothing: it is closed.
    NOTHING
  }

  private final CompletableFuture<After> after = new CompletableFuture<>();
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final Wire caller;
  private final RequestHead request;

  Answer(Wire caller, RequestHead request) {
    this.caller = caller;
    this.request = request;
  }

  /// Known as soon as the answer says it, or ends.
  After awaitAfter() {
    return after.join();
  }

  /// Whether it is known already what may come afterwards.
  boolean known() {
    return after.isDone();
  }

  /// Waits until all has been brought.
  void awaitEnd() {
    end.join();
  }

  /// Brings all of it; at the end of a connection with nothing to come, the caller's is closed.
  After bring(Wire docker) {
    After what = After.NOTHING;
    try {
      what = brought(docker);
    } catch (IOException e) {
      // Whichever side has gone, the other is told by the end of its connection.
      what = After.NOTHING;
    } finally {
      finish(what);
    }
    return what;
  }

  /// The answer is one of ours.
  void give(Refusal refusal) {
    After what = After.NOTHING;
    try {
      caller.write(refusal.bytes());
      what = request.head().closes() ? After.NOTHING : After.REQUEST;
    } catch (IOException e) {
      what = After.NOTHING;
    } finally {
      finish(what);
    }
  }

  /// There is none: nobody waits for it.
  void drop() {
    finish(After.NOTHING);
  }

  private void finish(After what) {
    if (what == After.NOTHING) {
      caller.close();
    }
    after.complete(what);
    end.complete(null);
  }

  private After brought(Wire docker) throws IOException {
    while (true) {
      int head = docker.awaitHead();
      var response = ResponseHead.parse(docker.bytes(), docker.from(), docker.from() + head);
      Optional<Framing> framing =
          response.flatMap(known -> known.body(request.method().equals("HEAD")));
      if (framing.isEmpty()) {
        after.complete(After.ANYTHING);
        docker.pump(caller);
        return After.ANYTHING;
      }
      body(docker, head, framing.get());
      if (!response.get().interim()) {
        boolean last = response.get().head().closes() || request.head().closes();
        return last ? After.NOTHING : After.REQUEST;
      }
    }
  }

  private void body(Wire docker, int head, Framing framing) throws IOException {
    int first = docker.from() + head;
    caller.send(docker, head + framing.consume(docker.bytes(), first, docker.to()));
    while (!framing.done()) {
      if (docker.empty() && !docker.fill()) {
        throw new IOException("Docker ended in the middle of an answer");
      }
      caller.send(docker, framing.consume(docker.bytes(), docker.from(), docker.to()));
    }
  }
}
