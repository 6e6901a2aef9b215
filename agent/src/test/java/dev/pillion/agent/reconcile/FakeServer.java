package dev.pillion.agent.reconcile;

import dev.pillion.agent.report.ServerLink;
import dev.pillion.mesh.endpoint.LocalTask;
import dev.pillion.mesh.model.ProxyGroup;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A server that says what a test has it say.
final class FakeServer implements ServerLink {
  final Map<ProxyGroup, Target> targets = new ConcurrentHashMap<>();
  volatile Set<ProxyGroup> interest = Set.of();
  volatile List<LocalTask> tasks = List.of();
  private volatile Runnable listener = () -> {};

  void says(ProxyGroup group, Target target) {
    targets.put(group, target);
    listener.run();
  }

  @Override
  public void interest(Set<ProxyGroup> groups) {
    interest = Set.copyOf(groups);
  }

  @Override
  public Target target(ProxyGroup group) {
    return targets.getOrDefault(group, new Target.Unheard("connection refused"));
  }

  @Override
  public void tasks(Collection<LocalTask> all) {
    tasks = List.copyOf(all);
  }

  @Override
  public void onTargets(Runnable changed) {
    listener = changed;
  }
}
