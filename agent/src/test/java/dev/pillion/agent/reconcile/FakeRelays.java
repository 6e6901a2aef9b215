package dev.pillion.agent.reconcile;

import dev.pillion.agent.relay.Relays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Remembers what was opened and closed.
final class FakeRelays implements Relays {
  final List<String> done = new CopyOnWriteArrayList<>();

  @Override
  public void open(TaskProxy proxy) {
    done.add("open " + proxy.nodeId());
  }

  @Override
  public void close(String taskId) {
    done.add("close " + taskId);
  }

  @Override
  public void close() {
    done.add("close");
  }
}
