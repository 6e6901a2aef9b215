package dev.pillion.xds.ads;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;

/// The proxies that were turned away last. Safe for use by many threads.
final class Refusals {
  // More than anyone reads, and no more than a stranger who makes up names may fill.
  private static final int MOST = 256;

  private record Key(String nodeId, String task) {}

  private final LinkedHashMap<Key, Refusal> last = new LinkedHashMap<>();

  /// Takes note of one; whether it is news, and worth a line in the log.
  synchronized boolean add(String nodeId, String task, int code, String problem, Instant now) {
    var key = new Key(nodeId, task);
    Refusal before = last.remove(key);
    boolean same = before != null && before.problem().equals(problem);
    if (before == null || !same) {
      last.put(key, new Refusal(nodeId, task, code, problem, 1, now, now));
    } else {
      last.put(key, before.again(now));
    }
    if (last.size() > MOST) {
      last.pollFirstEntry();
    }
    return !same;
  }

  /// It is served now.
  synchronized void remove(String nodeId, String task) {
    last.remove(new Key(nodeId, task));
  }

  /// The newest first.
  synchronized List<Refusal> all() {
    return List.copyOf(last.reversed().values());
  }
}
