package dev.pillion.localecs;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What the tasks of one local ECS share.
record Cluster(Settings settings, Engine engine, Hub hub, Optional<Aws> aws)
    implements AutoCloseable {
  TaskNetwork network(TaskRecord task) {
    return new TaskNetwork(task.index(), engine.pid(task.pauseId()), hub.pid());
  }

  /// The task's network for counting only; its namespace may be gone.
  TaskNetwork counters(TaskRecord task) {
    return new TaskNetwork(task.index(), 0, hub.pid());
  }

  /// Stops a task in ECS's order.
  ///
  /// @param settle from the last app's end to the removal of the network
  void stop(TaskRecord task, Duration settle) {
    if (!task.registryId().isEmpty()) {
      aws.ifPresent(apis -> apis.cloudMap().deregister(task.registryId(), task.id()));
    }
    together(
        task.containers().entrySet().stream()
            .<Callable<Void>>map(container ->
                () -> {
                  int seconds = task.stopSeconds().getOrDefault(container.getKey(), 30);
                  engine.stop(container.getValue(), Duration.ofSeconds(seconds));
                  return null;
                })
            .toList());
    Await.untilNanos(System.nanoTime() + settle.toNanos());
    counters(task).detach();
    engine.stop(task.pauseId(), Duration.ofSeconds(30));
  }

  /// Does all at once and waits for all; fails with the first failure.
  static <T> List<T> together(List<Callable<T>> work) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return threads.invokeAll(work).stream().map(Cluster::result).toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalEcsException("interrupted", e);
    }
  }

  private static <T> T result(Future<T> done) {
    try {
      return done.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new LocalEcsException(String.valueOf(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalEcsException("interrupted", e);
    }
  }

  @Override
  public void close() {
    aws.ifPresent(Aws::close);
    engine.close();
  }
}
