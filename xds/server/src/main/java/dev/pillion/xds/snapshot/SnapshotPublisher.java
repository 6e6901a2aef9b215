package dev.pillion.xds.snapshot;

import dev.pillion.mesh.endpoint.ServiceKey;
import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.mesh.state.Committed;
import dev.pillion.mesh.state.Meshes;
import dev.pillion.mesh.state.Presence;
import dev.pillion.xds.discovery.EndpointTable;
import dev.pillion.xds.passes.Coalescer;
import dev.pillion.xds.translate.Translator;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// Keeps the resources of every watched proxy group as the mesh and the endpoints stand. A write to
/// a mesh translates only the groups that it can concern; a change of endpoints makes only their
/// assignments anew. Both return to their caller at once: the work is done in passes on one thread.
public final class SnapshotPublisher implements ProxyResources, AutoCloseable {
  private final Group.Sources sources;
  private final ConcurrentMap<ProxyGroup, Group> groups = new ConcurrentHashMap<>();
  private final Pending pending = new Pending();
  private final Coalescer passes = Coalescer.start("snapshot-publisher", this::pass);

  /// Starts to listen to both sources.
  public SnapshotPublisher(Meshes meshes, EndpointTable endpoints, Translator translator) {
    this.sources = new Group.Sources(meshes, endpoints, translator);
    meshes.onCommit(this::committed);
    endpoints.onChange(this::endpointsChanged);
  }

  @Override
  public Answer of(ProxyGroup id) {
    var group = groups.get(id);
    // A group that nobody watches is not kept.
    return group != null ? group.answer() : new Group(id, sources).answer();
  }

  @Override
  public Optional<String> problem(ProxyGroup id) {
    var group = groups.get(id);
    if (group != null) {
      return group.answer() instanceof Answer.Unknown(String problem)
          ? Optional.of(problem)
          : Optional.empty();
    }
    return Presence.of(sources.meshes(), id) instanceof Presence.Not(String problem)
        ? Optional.of(problem)
        : Optional.empty();
  }

  @Override
  public Watch watch(ProxyGroup id, Runnable changed) {
    groups.compute(
        id,
        (_, held) -> {
          var group = held != null ? held : new Group(id, sources);
          group.watchers().add(changed);
          return group;
        });
    var open = new AtomicBoolean(true);
    return () -> {
      if (open.getAndSet(false)) {
        unwatch(id, changed);
      }
    };
  }

  private void unwatch(ProxyGroup id, Runnable changed) {
    groups.computeIfPresent(
        id,
        (_, group) -> {
          group.watchers().remove(changed);
          return group.watchers().isEmpty() ? null : group;
        });
  }

  /// The groups that are watched, for status, by name.
  public List<GroupView> groups() {
    return groups.values().stream()
        .sorted(Comparator.comparing(group -> group.id().toString()))
        .map(Group::view)
        .toList();
  }

  private void committed(Committed commit) {
    pending.add(commit);
    passes.request();
  }

  private void endpointsChanged(Set<ServiceKey> services) {
    pending.add(services);
    passes.request();
  }

  private void pass() {
    var work = pending.take();
    groups
        .values()
        .forEach(group ->
            group.refresh(
                work.touched().getOrDefault(group.id().mesh(), Set.of()), work.services()));
  }

  @Override
  public void close() {
    passes.close();
  }
}
