package dev.pillion.agent.metrics;

import dev.pillion.agent.reconcile.TaskReport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The metrics of each task that names a proxy of a mesh. Like AgentPage, it tells what they mean.
final class TaskPage {
  private final Page page;
  private final List<TaskReport> tasks;

  TaskPage(Page page, List<TaskReport> tasks) {
    this.page = page;
    this.tasks = tasks.stream().filter(task -> task.group().isPresent()).toList();
  }

  /// @param asked ids of the tasks whose Envoys were to be asked
  /// @param up of these, those that answered
  void write(Set<String> asked, Set<String> up) throws IOException {
    page.gauge("pillion_task_info", "Always 1; its labels tell of the task");
    for (TaskReport task : tasks) {
      page.is(Labels.of(task).and("ecs_task_arn", task.arn()), 1);
    }
    page.gauge(
        "pillion_task_state",
        "Always 1; its labels tell how the task stands and why, as pillion status has it");
    for (TaskReport task : tasks) {
      Labels state = Labels.of(task).and("state", AgentPage.word(task.standing()));
      String reason = task.standing().note().map(note -> note.reason().word()).orElse("");
      page.is(state.and("reason", reason), 1);
    }
    page.gauge(
        "pillion_task_envoy_up", "Whether the task's Envoy told its metrics for this scrape");
    for (TaskReport task : tasks) {
      if (asked.contains(task.id())) {
        page.is(Labels.of(task), up.contains(task.id()) ? 1 : 0);
      }
    }
    counts();
    times();
  }

  private void counts() throws IOException {
    page.counter(
        "pillion_task_rule_repairs_total",
        "How often the task's rules were found missing or altered and were set again");
    each(task -> Optional.of((double) task.ruleRepairs()));
    page.counter(
        "pillion_task_envoy_ends_total", "How often the task's Envoy ended and was started again");
    each(task -> Optional.of((double) task.envoyEnds().total()));
    page.counter("pillion_task_envoy_out_of_memory_total", "Of these, those for want of memory");
    each(task -> Optional.of((double) task.envoyEnds().outOfMemory()));
    page.gauge(
        "pillion_task_envoy_crash_loop",
        "1 while the task's Envoy has ended three times or more within ten minutes");
    each(task -> Optional.of(task.envoyEnds().loop() ? 1.0 : 0.0));
  }

  private void times() throws IOException {
    page.gauge(
        "pillion_task_held_after_seconds",
        "From the start of the task's pause container to the hold of its connections");
    each(task -> task.heldAfter().map(TaskPage::seconds));
    page.gauge(
        "pillion_task_released_after_seconds",
        "From the start of the task's pause container to the release of its connections");
    each(task -> task.releasedAfter().map(TaskPage::seconds));
    page.gauge(
        "pillion_task_exposed_seconds",
        "How long the task's apps ran before they were held; not there for tasks whose hold was first");
    each(task -> task.exposedFor().map(TaskPage::seconds));
  }

  private void each(Function<TaskReport, Optional<Double>> value) throws IOException {
    for (TaskReport task : tasks) {
      Optional<Double> known = value.apply(task);
      if (known.isPresent()) {
        page.is(Labels.of(task), known.get());
      }
    }
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
