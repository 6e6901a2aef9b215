package dev.pillion.xds.ads;

import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.xds.snapshot.ProxyResources;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// One answer for one group, to be changed by a test.
final class TestResources implements ProxyResources {
  private final ProxyGroup only;
  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
  private volatile Answer answer = new Answer.NotYet("agents have not reported");
  private long version;

  TestResources(ProxyGroup only) {
    this.only = only;
  }

  @Override
  public Answer of(ProxyGroup group) {
    return group.equals(only) ? answer : new Answer.Unknown(group + " is not in the mesh");
  }

  @Override
  public Optional<String> problem(ProxyGroup group) {
    return of(group) instanceof Answer.Unknown(String problem)
        ? Optional.of(problem)
        : Optional.empty();
  }

  @Override
  public Watch watch(ProxyGroup group, Runnable changed) {
    watchers.add(changed);
    return () -> watchers.remove(changed);
  }

  void publish(EnvoyConfig config) {
    answer(new Answer.Ready(config.snapshot(++version)));
  }

  void answer(Answer next) {
    answer = next;
    watchers.forEach(Runnable::run);
  }

  int watchers() {
    return watchers.size();
  }
}
