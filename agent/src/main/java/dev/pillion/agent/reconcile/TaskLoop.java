package dev.pillion.agent.reconcile;

import dev.pillion.agent.netns.Namespaces.NamespaceGone;
import dev.pillion.inject.apply.ContainerSummary;
import dev.pillion.inject.task.ContainerView;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.MeshException.Code;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread of one task.
final class TaskLoop {
  private static final Logger LOG = LoggerFactory.getLogger(TaskLoop.class);
  private static final Duration AFTER_FAILURE = Duration.ofMillis(500);

  private final TaskMachine machine;
  private final Hints hints = new Hints();
  private final StateLog log;
  private final Consumer<TaskLoop> changed;
  private final BiConsumer<Optional<TaskReport>, TaskReport> reported;
  private final Thread thread;

  private volatile @Nullable TaskReport report;
  private volatile boolean over;
  private volatile boolean failing;
  // System.nanoTime() at the begin of a look; empty between two of them.
  private volatile OptionalLong looking = OptionalLong.empty();
  private Map<String, ContainerView.State> listed = Map.of();

  /// @param changed called when it stands otherwise or is over
  /// @param reported called with how it stood before and stands now
  TaskLoop(
      Host host,
      String arn,
      Consumer<TaskLoop> changed,
      BiConsumer<Optional<TaskReport>, TaskReport> reported) {
    this.machine = new TaskMachine(host, arn);
    this.log = new StateLog(host.clock());
    this.changed = changed;
    this.reported = reported;
    this.thread = Thread.ofVirtual().name("task-" + machine.id()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  String id() {
    return machine.id();
  }

  Hints hints() {
    return hints;
  }

  Optional<TaskReport> report() {
    return Optional.ofNullable(report);
  }

  /// The look that is going on, if it has been for longer than the limit.
  Optional<LongLook> lookingLongerThan(Duration limit) {
    OptionalLong begun = looking;
    if (begun.isEmpty()) {
      return Optional.empty();
    }
    var since = Duration.ofNanos(System.nanoTime() - begun.getAsLong());
    return since.compareTo(limit) > 0
        ? Optional.of(new LongLook(machine.id(), since, whereItWaits()))
        : Optional.empty();
  }

  private String whereItWaits() {
    return Stream.of(thread.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith("dev.pillion."))
        .findFirst()
        .map(StackTraceElement::toString)
        .orElse("unknown");
  }

  /// Whether the task is over and nothing of it is left.
  boolean over() {
    return over;
  }

  /// What a listing of all containers has of this task; a loop that missed an event looks again.
  /// Called by one thread only.
  void listed(List<ContainerSummary> containers) {
    Map<String, ContainerView.State> now =
        containers.stream()
            .collect(Collectors.toMap(ContainerSummary::id, ContainerSummary::state, (a, _) -> a));
    if (failing || !now.equals(listed)) {
      listed = now;
      hints.lookAtAll();
    }
  }

  /// Ends the loop and leaves the task as it is.
  void stop() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    machine.abandon();
  }

  private void run() {
    try {
      Hints.Batch batch = hints.take();
      while (true) {
        looking = OptionalLong.of(System.nanoTime());
        Optional<Duration> again = guarded(batch);
        looking = OptionalLong.empty();
        if (over) {
          changed.accept(this);
          refuse(batch);
          refuse(hints.take(Duration.ZERO));
          return;
        }
        batch = again.isPresent() ? hints.take(again.get()) : hints.take();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void refuse(Hints.Batch batch) {
    answer(batch, Code.NOT_FOUND, "has ended", "see pillion status for those that run");
  }

  private void fail(Hints.Batch batch, RuntimeException cause) {
    answer(
        batch,
        Code.INTERNAL,
        String.valueOf(cause.getMessage()),
        "see pillion status for what came of it; it is tried again");
  }

  /// Tells those who asked for something why it did not come to that.
  private void answer(Hints.Batch batch, Code code, String problem, String remedy) {
    for (Wish wish : batch.wishes()) {
      wish.answer()
          .completeExceptionally(new MeshException(code, "task " + machine.id(), problem, remedy));
    }
  }

  private Optional<Duration> guarded(Hints.Batch batch) {
    try {
      Optional<Duration> again = looked(batch);
      if (failing) {
        failing = false;
        LOG.info("task={} state=recovered", machine.id());
      }
      return again;
    } catch (NamespaceGone e) {
      // The task ended between two looks; Docker says so a moment later.
      LOG.debug("task={} {}", machine.id(), e.getMessage());
      fail(batch, e);
      hints.lookAtAll();
      return pause();
    } catch (RuntimeException e) {
      fail(batch, e);
      if (Thread.currentThread().isInterrupted()) {
        return Optional.of(AFTER_FAILURE);
      }
      if (!failing) {
        failing = true;
        LOG.warn("task={} state=failing problem=\"{}\"", machine.id(), e.getMessage());
        LOG.debug("task={}", machine.id(), e);
      }
      // What the failed look was told must not be lost.
      hints.lookAtAll();
      batch.signals().forEach(hints::signal);
      return pause();
    }
  }

  /// A namespace or an engine that is gone comes to light by itself; until then, not in a circle.
  private Optional<Duration> pause() {
    try {
      Thread.sleep(AFTER_FAILURE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.of(Duration.ZERO);
  }

  private Optional<Duration> looked(Hints.Batch batch) {
    Optional<Outcome> outcome = machine.pass(batch);
    if (outcome.isEmpty()) {
      over = true;
      if (report != null) {
        log.gone(machine.id());
      }
      return Optional.empty();
    }
    machine
        .report()
        .ifPresent(now -> {
          Optional<TaskReport> before = report();
          boolean news = !before.equals(Optional.of(now));
          report = now;
          log.tell(now);
          if (news) {
            reported.accept(before, now);
            changed.accept(this);
          }
        });
    return outcome.get().again();
  }
}
