package dev.pillion.agent.netns;

import dev.pillion.routes.plan.HoldScope;

/// A namespace's armed hold. It keeps the namespace itself, whatever becomes of the process it was
/// armed by, so it must be released or closed also when the task is gone.
public interface Hold extends AutoCloseable {
  /// How first SYNs are held.
  enum Kind {
    /// In a netfilter queue, to go on at release.
    QUEUE,
    /// Dropped, to be sent again by TCP: the kernel has no NFQUEUE.
    DROP
  }

  /// How this one holds.
  Kind kind();

  /// The task opted in, and its ports are not known yet: from now on a dead agent leaves it closed.
  void optedIn();

  /// The task opted in: takes these connections and no others, and from now on a dead agent leaves
  /// it closed.
  void decide(HoldScope scope);

  /// Lets go what waits, removes the hold's rules and closes. Twice is as once.
  void release();

  /// Gives the queue back without touching the rules: for an agent that stops.
  @Override
  void close();
}
