package dev.pillion.agent.link;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the state of one thing that the agent talks to, and logs when it changes: the first
/// failure and the recovery, not what is between them.
public final class Link {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);

  private static final String UNTRIED = "nothing asked yet";

  private final String subject;
  private final InstantSource clock;
  private final AtomicReference<LinkState> state;

  /// A link that has not been tried.
  ///
  /// @param subject what is at its end, as the log names it
  public Link(String subject, String endpoint, InstantSource clock) {
    this.subject = subject;
    this.clock = clock;
    this.state =
        new AtomicReference<>(
            new LinkState(endpoint, false, clock.instant(), UNTRIED, "none needed"));
  }

  /// How it is now.
  public LinkState state() {
    return state.get();
  }

  /// Where the other end is, once that is known.
  public void endpoint(String endpoint) {
    state.updateAndGet(s -> new LinkState(endpoint, s.up(), s.since(), s.problem(), s.remedy()));
  }

  /// It answered.
  public void up() {
    LinkState before =
        state.getAndUpdate(
            s -> s.up() ? s : new LinkState(s.endpoint(), true, clock.instant(), "", ""));
    if (!before.up()) {
      LOG.info("{} state=up endpoint={}", subject, before.endpoint());
    }
  }

  /// It did not answer, or refused.
  public void down(String problem, String remedy) {
    LinkState before = turn(problem, remedy);
    if (before.up() || before.problem().equals(UNTRIED)) {
      LOG.warn(
          "{} state=down endpoint={} problem=\"{}\" remedy=\"{}\"",
          subject,
          before.endpoint(),
          problem,
          remedy);
    }
  }

  /// It is not used, for a reason that somebody else logs.
  public void off(String problem, String remedy) {
    turn(problem, remedy);
  }

  private LinkState turn(String problem, String remedy) {
    return state.getAndUpdate(s ->
        new LinkState(s.endpoint(), false, s.up() ? clock.instant() : s.since(), problem, remedy));
  }
}
