package dev.pillion.xds.snapshot;

import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.state.Committed;
import dev.pillion.mesh.state.InjectionSwitch;
import dev.pillion.mesh.state.MeshState;
import dev.pillion.mesh.state.Meshes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Meshes without a store.
public final class FakeMeshes implements Meshes {
  private final Map<String, MeshState> meshes = new ConcurrentHashMap<>();
  private final Map<String, InjectionSwitch> switches = new ConcurrentHashMap<>();
  private final List<Consumer<Committed>> listeners = new CopyOnWriteArrayList<>();

  public void commit(MeshState mesh, ResourceId... touched) {
    meshes.put(mesh.name(), mesh);
    announce(new Committed(mesh.name(), mesh.version(), Optional.of(mesh), Set.of(touched)));
  }

  public void delete(String mesh, long version) {
    meshes.remove(mesh);
    announce(new Committed(mesh, version, Optional.empty(), Set.of()));
  }

  public void switchInjection(MeshState mesh, InjectionSwitch injection) {
    switches.put(mesh.name(), injection);
    announce(new Committed(mesh.name(), mesh.version(), Optional.of(mesh), Set.of()));
  }

  private void announce(Committed commit) {
    listeners.forEach(listener -> listener.accept(commit));
  }

  @Override
  public Collection<MeshState> all() {
    return List.copyOf(meshes.values());
  }

  @Override
  public Optional<MeshState> mesh(String name) {
    return Optional.ofNullable(meshes.get(name));
  }

  @Override
  public InjectionSwitch injection(String mesh) {
    return switches.getOrDefault(mesh, InjectionSwitch.ON);
  }

  @Override
  public void onCommit(Consumer<Committed> listener) {
    listeners.add(listener);
  }
}
