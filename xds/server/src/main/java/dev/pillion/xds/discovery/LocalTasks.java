package dev.pillion.xds.discovery;

import dev.pillion.mesh.endpoint.Instance;
import dev.pillion.mesh.endpoint.LocalTask;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// What agents say of the tasks on their own hosts, which beats what Cloud Map says of them. Not
/// for sharing between threads.
final class LocalTasks {
  private record Gone(LocalTask task, Instant since) {}

  private final Map<String, LocalTask> byId = new HashMap<>();
  private final Map<String, Set<String>> idsByAddress = new HashMap<>();
  // Cloud Map lists a task for a while after its end.
  private final Map<String, Gone> gone = new HashMap<>();

  void put(LocalTask task) {
    remove(task.id());
    gone.remove(task.id());
    byId.put(task.id(), task);
    for (String address : task.addresses()) {
      idsByAddress.computeIfAbsent(address, _ -> new HashSet<>()).add(task.id());
    }
  }

  /// Forgets the task: Cloud Map's word counts again.
  void remove(String id) {
    var task = byId.remove(id);
    if (task == null) {
      return;
    }
    for (String address : task.addresses()) {
      idsByAddress.computeIfPresent(
          address,
          (_, ids) -> {
            ids.remove(id);
            return ids.isEmpty() ? null : ids;
          });
    }
  }

  /// Remembers that the task has ended.
  void end(String id, Instant now) {
    var task = byId.get(id);
    if (task != null) {
      remove(id);
      gone.put(id, new Gone(task, now));
    }
  }

  /// Forgets the tasks that ended before that, and returns them.
  List<LocalTask> forgetEndedBefore(Instant limit) {
    var forgotten =
        gone.values().stream()
            .filter(ended -> ended.since().isBefore(limit))
            .map(Gone::task)
            .toList();
    Iterator<Gone> all = gone.values().iterator();
    while (all.hasNext()) {
      if (all.next().since().isBefore(limit)) {
        all.remove();
      }
    }
    return forgotten;
  }

  /// Whether an instance that Cloud Map lists may be sent traffic.
  boolean allow(Instance instance) {
    var named = byId.get(instance.id());
    if (named != null) {
      return named.state() == LocalTask.State.RELEASED;
    }
    if (gone.containsKey(instance.id())) {
      return false;
    }
    var there =
        addresses(instance)
            .flatMap(address -> idsByAddress.getOrDefault(address, Set.of()).stream())
            .map(byId::get)
            .toList();
    return there.isEmpty()
        ? gone.values().stream().noneMatch(ended -> isAt(instance, ended.task()))
        : there.stream().anyMatch(task -> task != null && task.state() == LocalTask.State.RELEASED);
  }

  static boolean concerns(Instance instance, LocalTask task) {
    return instance.id().equals(task.id()) || isAt(instance, task);
  }

  private static boolean isAt(Instance instance, LocalTask task) {
    return addresses(instance).anyMatch(task.addresses()::contains);
  }

  private static Stream<String> addresses(Instance instance) {
    return Stream.concat(instance.ipv4().stream(), instance.ipv6().stream());
  }
}
