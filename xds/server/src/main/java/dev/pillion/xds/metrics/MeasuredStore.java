package dev.pillion.xds.metrics;

import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.state.Committed;
import dev.pillion.mesh.state.InjectionSwitch;
import dev.pillion.mesh.state.MeshState;
import dev.pillion.xds.json.AuditEntry;
import dev.pillion.xds.json.HistoryEntry;
import dev.pillion.xds.json.Resource;
import dev.pillion.xds.store.Change;
import dev.pillion.xds.store.Listing;
import dev.pillion.xds.store.MeshStore;
import dev.pillion.xds.store.Page;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A store whose writes are measured.
public record MeasuredStore(MeshStore store, ServerMetrics metrics) implements MeshStore {
  @Override
  public List<Resource> commit(List<Change> together) {
    return metrics.committing(() -> store.commit(together));
  }

  @Override
  public void probe() {
    store.probe();
  }

  @Override
  public Optional<MeshState> newest(String mesh) {
    return store.newest(mesh);
  }

  @Override
  public Resource describe(String mesh, ResourceId id) {
    return store.describe(mesh, id);
  }

  @Override
  public Page page(Listing listing, Optional<String> after, int limit) {
    return store.page(listing, after, limit);
  }

  @Override
  public List<HistoryEntry> history(
      String mesh, ResourceId id, Optional<HistoryEntry.Position> after, int limit) {
    return store.history(mesh, id, after, limit);
  }

  @Override
  public List<AuditEntry> audit(Optional<String> mesh, AuditEntry.Position after, int limit) {
    return store.audit(mesh, after, limit);
  }

  @Override
  public void backup(Path file) {
    store.backup(file);
  }

  @Override
  public Collection<MeshState> all() {
    return store.all();
  }

  @Override
  public Optional<MeshState> mesh(String name) {
    return store.mesh(name);
  }

  @Override
  public InjectionSwitch injection(String mesh) {
    return store.injection(mesh);
  }

  @Override
  public void onCommit(Consumer<Committed> listener) {
    store.onCommit(listener);
  }

  @Override
  public void close() {
    store.close();
  }
}
