package dev.pillion.agent.reconcile;

import dev.pillion.agent.gate.Doorkeeper;
import dev.pillion.inject.apply.ContainerRuntime;
import dev.pillion.inject.task.ContainerView;
import java.time.Duration;
import java.util.Optional;

/// Lets the containers of tasks start when their tasks are in the mesh, or do not ask for it.
public final class Starts implements Doorkeeper {
  private final ContainerRuntime runtime;
  private final Tasks tasks;
  private final Admission.Limits limits;

  /// @param undecided how long a start waits for the decision whether its task opts in
  /// @param start how long one of a task that opted in waits, before it fails
  public Starts(ContainerRuntime runtime, Tasks tasks, Duration undecided, Duration start) {
    this.runtime = runtime;
    this.tasks = tasks;
    this.limits = new Admission.Limits(undecided, start);
  }

  @Override
  public Verdict decide(String container) throws InterruptedException {
    Optional<ContainerView> app = AppContainers.find(runtime, container);
    return app.isPresent() ? awaited(app.get()) : new Verdict.Go();
  }

  private Verdict awaited(ContainerView app) throws InterruptedException {
    String arn = app.taskArn().orElseThrow();
    boolean asks = AppContainers.taskAsks(runtime, app);
    long begin = System.nanoTime();
    tasks.aboutToStart(arn, app.id());
    while (true) {
      long news = tasks.news();
      var report = tasks.report(arn).filter(known -> known.apps().contains(app.id()));
      switch (Admission.of(report, asks, limits)) {
        case Admission.Decided(var verdict) -> {
          return verdict;
        }
        case Admission.Waits(var limit, var otherwise) -> {
          Duration left = limit.minusNanos(System.nanoTime() - begin);
          if (!left.isPositive()) {
            return otherwise;
          }
          tasks.awaitNews(news, left);
        }
      }
    }
  }
}
