package dev.pillion.agent.reconcile;

import dev.pillion.agent.docker.ContainerEvent;
import dev.pillion.agent.docker.DockerEvents;
import dev.pillion.inject.apply.ContainerSummary;
import dev.pillion.inject.task.ContainerView;
import dev.pillion.inject.task.EcsLabels;
import dev.pillion.inject.task.OwnLabels;
import dev.pillion.mesh.endpoint.LocalTask;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.MeshException.Code;
import dev.pillion.mesh.model.ProxyGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/// All tasks of this host. Events and a tick lead each task's own thread to look at it again, so
/// that a lost event costs one period and a restart needs no replay.
public final class Tasks implements AutoCloseable {
  private static final Duration RESYNC_EVERY = Duration.ofSeconds(5);
  private static final int NAMED = 5;

  private final Host host;
  private final ConcurrentHashMap<String, TaskLoop> loops = new ConcurrentHashMap<>();
  private final Coalescer resync;
  private final Coalescer publish;
  private volatile BiConsumer<Optional<TaskReport>, TaskReport> reported = (_, _) -> {};
  private Set<ProxyGroup> interest = Set.of();

  /* guards: news */
  private final Object board = new Object();
  private long news;

  /// The tasks of a host; nothing happens before [#start].
  public Tasks(Host host) {
    this.host = host;
    this.resync = new Coalescer("resync", RESYNC_EVERY, this::resync);
    this.publish = new Coalescer("publish-tasks", RESYNC_EVERY, this::publish);
  }

  /// Begins to look at tasks.
  public void start() {
    publish.start();
    resync.start();
    host.server().onTargets(this::lookAgain);
    host.definitions().onChange(this::lookAgain);
  }

  /// Calls the listener with each task that stands otherwise, and with how it stood before. It must
  /// not block.
  public void onReport(BiConsumer<Optional<TaskReport>, TaskReport> listener) {
    reported = listener;
  }

  /// Something that plans depend on has changed; returns at once.
  public void lookAgain() {
    loops.values().forEach(loop -> loop.hints().wake());
  }

  /// Takes Docker's events.
  ///
  /// @param began called when the stream begins, for the first time or again
  public DockerEvents.Watcher watcher(Runnable began) {
    return new DockerEvents.Watcher() {
      @Override
      public void onStream() {
        resync.request();
        began.run();
      }

      @Override
      public void onEvent(ContainerEvent event) {
        heard(event);
      }
    };
  }

  void heard(ContainerEvent event) {
    String arn = event.labels().get(EcsLabels.TASK_ARN);
    if (arn != null) {
      ofTask(arn, event);
      return;
    }
    String ours = event.labels().get(OwnLabels.TASK_ARN);
    if (ours != null && ended(event)) {
      // Only of a task that is known: the rest is the resync's.
      Optional.ofNullable(loops.get(ours)).ifPresent(loop -> loop.hints().look(event.id()));
    }
  }

  /// Every task as it stands, by ARN.
  public List<TaskReport> reports() {
    return loops.values().stream()
        .flatMap(loop -> loop.report().stream())
        .sorted(Comparator.comparing(TaskReport::arn))
        .toList();
  }

  /// One task as it stands.
  public Optional<TaskReport> report(String arn) {
    return Optional.ofNullable(loops.get(arn)).flatMap(TaskLoop::report);
  }

  /// A container of a task is about to start: it is looked at, whether its events came or not.
  public void aboutToStart(String arn, String container) {
    boolean known = loops.containsKey(arn);
    Hints hints = loop(arn).hints();
    if (!known) {
      hints.lookAtAll();
    }
    hints.look(container);
  }

  /// A number that grows with each report.
  long news() {
    synchronized (board) {
      return news;
    }
  }

  /// Waits for a report after that number, or for the time.
  void awaitNews(long known, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    synchronized (board) {
      long left = limit.toMillis() + 1;
      while (news == known && left > 0) {
        board.wait(left);
        left = (end - System.nanoTime()) / 1_000_000;
      }
    }
  }

  /// Has a task join the mesh.
  ///
  /// @param task its id, the beginning of it, or its ARN
  /// @param labels that take the place of its own of the same name
  /// @return the task after the look that followed, or a [MeshException] that says why it cannot be
  public CompletableFuture<TaskReport> join(String task, Map<String, String> labels) {
    return wished(task, answer -> new Wish.Join(labels, answer));
  }

  /// Has a task leave the mesh.
  ///
  /// @param drain how long its open connections may go on through Envoy
  /// @return as [#join] does
  public CompletableFuture<TaskReport> leave(String task, Duration drain) {
    return wished(task, answer -> new Wish.Leave(drain, answer));
  }

  private CompletableFuture<TaskReport> wished(
      String task, Function<CompletableFuture<TaskReport>, Wish> wish) {
    var answer = new CompletableFuture<TaskReport>();
    try {
      find(task).hints().wish(wish.apply(answer));
    } catch (MeshException e) {
      answer.completeExceptionally(e);
    }
    return answer;
  }

  private TaskLoop find(String task) {
    List<Map.Entry<String, TaskLoop>> found =
        loops.entrySet().stream()
            .filter(loop -> loop.getKey().equals(task) || loop.getValue().id().startsWith(task))
            .sorted(Map.Entry.comparingByKey())
            .toList();
    Optional<TaskLoop> exact =
        found.stream().map(Map.Entry::getValue).filter(loop -> loop.id().equals(task)).findFirst();
    if (task.isEmpty() || found.isEmpty()) {
      throw new MeshException(
          Code.NOT_FOUND,
          "task '" + task + "'",
          "no task on this host has that id",
          "pillion status lists those that are here");
    }
    if (found.size() > 1 && exact.isEmpty()) {
      throw new MeshException(
          Code.INVALID,
          "task '" + task + "'",
          "is the beginning of several ids: "
              + found.stream()
                  .limit(NAMED)
                  .map(loop -> loop.getValue().id())
                  .collect(Collectors.joining(", "))
              + (found.size() > NAMED ? ", …" : ""),
          "give more of it");
    }
    return exact.orElseGet(() -> found.getFirst().getValue());
  }

  /// The looks at tasks that have been going on for longer than the limit.
  public List<LongLook> lookingLongerThan(Duration limit) {
    return loops.values().stream()
        .flatMap(loop -> loop.lookingLongerThan(limit).stream())
        .sorted(Comparator.comparing(LongLook::taskId))
        .toList();
  }

  /// Leaves every task as it is, for the agent's next start.
  @Override
  public void close() {
    resync.close();
    publish.close();
    loops.values().forEach(TaskLoop::stop);
  }

  private void ofTask(String arn, ContainerEvent event) {
    boolean known = loops.containsKey(arn);
    if (!known && ended(event)) {
      return;
    }
    boolean pause = EcsLabels.PAUSE.equals(event.labels().get(EcsLabels.CONTAINER_NAME));
    Hints hints = loop(arn).hints();
    if (!known && !pause) {
      hints.lookAtAll();
    }
    switch (event.kind()) {
      case CREATE, START, DIE, DESTROY -> hints.look(event.id());
      case KILL -> hints.signal(event.id(), event.signal());
    }
  }

  private static boolean ended(ContainerEvent event) {
    return switch (event.kind()) {
      case DIE, DESTROY -> true;
      case CREATE, START, KILL -> false;
    };
  }

  private TaskLoop loop(String arn) {
    return loops.computeIfAbsent(
        arn,
        _ -> {
          var loop =
              new TaskLoop(host, arn, this::changed, (before, now) -> reported.accept(before, now));
          loop.start();
          return loop;
        });
  }

  private void changed(TaskLoop loop) {
    if (loop.over()) {
      loops.values().remove(loop);
    }
    publish.request();
    synchronized (board) {
      news++;
      board.notifyAll();
    }
  }

  void resync() {
    Map<String, List<ContainerSummary>> byTask = new TreeMap<>();
    group(byTask, EcsLabels.TASK_ARN);
    group(byTask, OwnLabels.TASK_ARN);
    loops.keySet().forEach(arn -> byTask.putIfAbsent(arn, List.of()));
    byTask.forEach((arn, containers) -> {
      if (loops.containsKey(arn) || concerns(containers)) {
        loop(arn).listed(containers);
      }
    });
    if (!host.dryRun()) {
      removeLeftovers(byTask.keySet());
      host.choices().retain(byTask.keySet());
    }
  }

  /// Not so a task that ended long ago and that nothing of ours is left of.
  private static boolean concerns(List<ContainerSummary> containers) {
    return containers.stream()
        .anyMatch(container ->
            container.state() != ContainerView.State.EXITED
                || container.labels().containsKey(OwnLabels.ROLE));
  }

  private void group(Map<String, List<ContainerSummary>> byTask, String label) {
    for (ContainerSummary container : host.runtime().list(label)) {
      byTask
          .computeIfAbsent(container.labels().getOrDefault(label, ""), _ -> new ArrayList<>())
          .add(container);
    }
  }

  /// Directories of tasks that ended while no agent was there, and of which no container is left.
  private void removeLeftovers(Set<String> arns) {
    Set<String> ids =
        arns.stream()
            .map(arn -> arn.substring(arn.lastIndexOf('/') + 1))
            .collect(Collectors.toSet());
    host.directories().present().stream()
        .filter(id -> !ids.contains(id))
        .forEach(host.injector()::remove);
  }

  private void publish() {
    List<TaskReport> reports = reports();
    Set<ProxyGroup> groups =
        reports.stream().flatMap(report -> report.group().stream()).collect(Collectors.toSet());
    if (!groups.equals(interest)) {
      interest = groups;
      host.server().interest(groups);
    }
    host.server().tasks(reports.stream().flatMap(report -> local(report).stream()).toList());
  }

  private static Optional<LocalTask> local(TaskReport report) {
    return report
        .group()
        .filter(_ -> report.optedIn())
        .map(group ->
            new LocalTask(report.id(), report.arn(), group, state(report), report.addresses()));
  }

  private static LocalTask.State state(TaskReport report) {
    if (report.draining()) {
      return LocalTask.State.DRAINING;
    }
    return report.standing() instanceof Standing.Released
        ? LocalTask.State.RELEASED
        : LocalTask.State.HELD;
  }
}
