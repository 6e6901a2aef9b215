package dev.pillion.agent.reconcile;

import dev.pillion.agent.gate.Doorkeeper;
import dev.pillion.inject.apply.ContainerRuntime;
import dev.pillion.inject.task.ContainerView;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Decides about starts before the agent is ready, and when it cannot become so: what does not ask
/// for the mesh goes on soon, what does waits.
public final class EarlyStarts implements Doorkeeper {
  private final ContainerRuntime runtime;
  private final Duration undecided;
  private final Duration start;
  private final CountDownLatch ready = new CountDownLatch(1);

  private volatile @Nullable Doorkeeper keeper;
  private volatile String problem = "it is starting";

  /// @param undecided how long a start waits that does not ask for the mesh
  /// @param start how long one waits that does, before it fails
  public EarlyStarts(ContainerRuntime runtime, Duration undecided, Duration start) {
    this.runtime = runtime;
    this.undecided = undecided;
    this.start = start;
  }

  /// From now on this one decides.
  public void ready(Doorkeeper decides) {
    keeper = decides;
    ready.countDown();
  }

  /// The agent could not be started, for now.
  public void failed(String why) {
    problem = why;
  }

  @Override
  public Verdict decide(String container) throws InterruptedException {
    if (ready.getCount() > 0) {
      Optional<ContainerView> app = AppContainers.find(runtime, container);
      if (app.isEmpty()) {
        return new Verdict.Go();
      }
      boolean asks = AppContainers.taskAsks(runtime, app.get());
      Duration limit = asks ? start : undecided;
      if (!ready.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        String why = "the agent is not ready: " + problem;
        return asks
            ? new Verdict.Fail(why + "; see its log (journalctl -u pillion-agent)")
            : new Verdict.GoAnyway(why);
      }
    }
    Doorkeeper decides = keeper;
    if (decides == null) {
      throw new IllegalStateException("a doorkeeper comes before the latch opens");
    }
    return decides.decide(container);
  }
}
