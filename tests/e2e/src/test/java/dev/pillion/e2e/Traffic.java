package dev.pillion.e2e;

import dev.pillion.localecs.RunningTask;
import dev.pillion.rig.Wait;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/// Steady calls to the colorteller from inside a task, one connection each, until it is closed.
final class Traffic implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final RunningTask task;

  private Traffic(RunningTask task) {
    this.task = task;
  }

  static Traffic start(RunningTask task) {
    String calls =
        """
        rm -f /tmp/stop
        (while [ ! -e /tmp/stop ]; do
          timeout 10 wget -q -O - %s || echo failed at $(date +%%T)
          sleep 0.02
        done) </dev/null >/tmp/answers 2>/dev/null &
        """
            .formatted(Stage.URL);
    task.exec("app", "sh", "-c", calls);
    return new Traffic(task);
  }

  /// The answers so far; a call without one is `failed at` a time.
  List<String> answers() {
    return task.exec("app", "cat", "/tmp/answers").output().lines().toList();
  }

  List<String> failures() {
    return answers().stream().filter(answer -> answer.startsWith("failed")).toList();
  }

  /// Waits for as many more answers.
  void await(int more) {
    int wanted = answers().size() + more;
    Wait.until(
        more + " more answers",
        LIMIT,
        () -> answers().size() >= wanted,
        () -> answers().toString());
  }

  /// Waits until most of the last 20 answers are of a color.
  void awaitMostly(String color) {
    Wait.until("mostly " + color, LIMIT, () -> mostly(color), () -> answers().toString());
  }

  private boolean mostly(String color) {
    List<String> all = answers();
    return all.size() >= 20
        && Collections.frequency(all.subList(all.size() - 20, all.size()), color) >= 14;
  }

  @Override
  public void close() {
    task.exec("app", "touch", "/tmp/stop");
  }
}
