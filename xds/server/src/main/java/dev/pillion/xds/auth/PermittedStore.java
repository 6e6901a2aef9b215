package dev.pillion.xds.auth;

import dev.pillion.mesh.model.MeshException;
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

/// The store as one caller may use it: what it may not write is refused here, whichever operation
/// asks for it.
public final class PermittedStore implements MeshStore {
  private final MeshStore store;
  private final Caller caller;

  /// The store for one caller.
  public PermittedStore(MeshStore store, Caller caller) {
    this.store = store;
    this.caller = caller;
  }

  @Override
  public List<Resource> commit(List<Change> together) {
    together.stream()
        .flatMap(change -> Permissions.refusal(caller, change).stream())
        .findFirst()
        .ifPresent(message -> {
          throw new MeshException(MeshException.Code.FORBIDDEN, message);
        });
    return store.commit(together);
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
  public void probe() {
    store.probe();
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

  /// Does nothing: the store outlives its callers.
  @Override
  public void close() {}
}
