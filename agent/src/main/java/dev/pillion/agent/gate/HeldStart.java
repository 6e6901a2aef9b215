package dev.pillion.agent.gate;

import dev.pillion.agent.gate.Doorkeeper.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A start that waits for its verdict. Either it goes on, or it is dropped; never both.
final class HeldStart {
  private static final Logger LOG = LoggerFactory.getLogger(HeldStart.class);

  private enum State {
    WAITS,
    GOES_ON,
    CALLER_GONE,
    GATE_CLOSES
  }

  private final RequestHead.Start start;
  private final byte[] request;
  private final Answer answer;
  private final Surroundings surroundings;
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITS);

  private volatile @Nullable Thread thread;

  /// @param request all of it, as it came
  HeldStart(RequestHead.Start start, byte[] request, Answer answer, Surroundings surroundings) {
    this.start = start;
    this.request = request;
    this.answer = answer;
    this.surroundings = surroundings;
  }

  void begin() {
    Thread waiting = Thread.ofVirtual().name("gate-start").unstarted(this::run);
    thread = waiting;
    waiting.start();
  }

  /// The caller has gone.
  ///
  /// @return whether the start is dropped; else it is with Docker already
  boolean drop() {
    return end(State.CALLER_GONE);
  }

  /// The gate closes: the caller is told if it still waits.
  void giveUp() {
    end(State.GATE_CLOSES);
  }

  private boolean end(State how) {
    boolean ended = state.compareAndSet(State.WAITS, how);
    Thread waiting = thread;
    if (ended && waiting != null) {
      waiting.interrupt();
    }
    return ended;
  }

  private void run() {
    Verdict verdict = verdict();
    if (state.compareAndSet(State.WAITS, State.GOES_ON)) {
      carryOut(verdict);
      return;
    }
    // The interruption was for the wait, and would close the caller's connection.
    boolean _ = Thread.interrupted();
    if (state.get() == State.GATE_CLOSES) {
      refuse("the agent stopped while it held the start of this container; start the task again");
      return;
    }
    surroundings.counts().dropped();
    LOG.info("gate container={} start=dropped message=\"its caller has gone\"", start.container());
    answer.drop();
  }

  private Verdict verdict() {
    surroundings.counts().begun();
    try {
      return surroundings.keeper().decide(start.container());
    } catch (InterruptedException e) {
      return new Verdict.Fail("nobody waits");
    } catch (RuntimeException e) {
      LOG.warn("gate container={} problem=\"{}\"", start.container(), e.toString());
      return new Verdict.Fail("the agent could not decide on the start: " + e.getMessage());
    } finally {
      surroundings.counts().ended();
    }
  }

  private void carryOut(Verdict verdict) {
    switch (verdict) {
      case Verdict.Go _ -> goOn();
      case Verdict.GoAnyway(var why) -> {
        surroundings.counts().letThrough();
        LOG.warn("gate container={} start=let-through reason=\"{}\"", start.container(), why);
        goOn();
      }
      case Verdict.Fail(var message) -> {
        surroundings.counts().failed();
        LOG.warn("gate container={} start=failed reason=\"{}\"", start.container(), message);
        refuse(message);
      }
    }
  }

  /// By a connection of its own: one that was idle for the time of the hold may be closed.
  private void goOn() {
    Optional<Wire> docker = surroundings.dial(answer, start.json());
    if (docker.isEmpty()) {
      return;
    }
    try (Wire wire = docker.get()) {
      wire.write(ByteBuffer.wrap(request));
      answer.bring(wire);
    } catch (IOException e) {
      answer.drop();
    }
  }

  private void refuse(String message) {
    answer.give(Refusal.failed("pillion: " + message, start.json()));
  }
}
