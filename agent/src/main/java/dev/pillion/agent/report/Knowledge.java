package dev.pillion.agent.report;

import dev.pillion.agent.cloudmap.Resolved;
import dev.pillion.agent.v1.Report;
import dev.pillion.mesh.endpoint.LocalTask;
import dev.pillion.mesh.endpoint.ServiceKey;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// All that an agent reports, at one moment.
///
/// @param tasks by id
record Knowledge(SortedMap<ServiceKey, Resolved> services, SortedMap<String, LocalTask> tasks) {
  static final Knowledge NOTHING = new Knowledge(new TreeMap<>(), new TreeMap<>());

  Knowledge {
    services = Collections.unmodifiableSortedMap(new TreeMap<>(services));
    tasks = Collections.unmodifiableSortedMap(new TreeMap<>(tasks));
  }

  /// All of it.
  Report full(long sequence) {
    var report = Report.newBuilder().setSequence(sequence).setFull(true);
    services.values().forEach(resolved -> report.addServices(Wire.instances(resolved)));
    tasks.values().forEach(task -> report.addTasks(Wire.task(task)));
    return report.build();
  }

  /// What is different from what was said before; empty when nothing is.
  Optional<Report> since(Knowledge before, long sequence) {
    if (equals(before)) {
      return Optional.empty();
    }
    var report = Report.newBuilder().setSequence(sequence);
    services.forEach((name, resolved) -> {
      if (!resolved.equals(before.services().get(name))) {
        report.addServices(Wire.instances(resolved));
      }
    });
    before.services().keySet().stream()
        .filter(name -> !services.containsKey(name))
        .forEach(name -> report.addForgotten(Wire.name(name)));
    tasks.forEach((id, task) -> {
      if (!task.equals(before.tasks().get(id))) {
        report.addTasks(Wire.task(task));
      }
    });
    before.tasks().keySet().stream()
        .filter(id -> !tasks.containsKey(id))
        .forEach(report::addGoneTasks);
    return Optional.of(report.build());
  }
}
