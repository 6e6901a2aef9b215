package dev.pillion.xds.store;

import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.state.Committed;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A ledger's meshes in memory. Where other servers write to the ledger too, it may lack their last
/// writes until it has caught up.
final class Replica {
  private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

  private final Optional<Ledger.Others> others;
  private final List<Consumer<Committed>> listeners = new CopyOnWriteArrayList<>();
  private volatile Standing standing;
  private Standing staged;

  /* The writer's thread replaces `standing` by what is durable; `staged`, which may be ahead by
   * what is appended and not yet flushed, is that thread's own. All methods are for that thread
   * alone but `standing`, `isBehind` and `onCommit`. */

  Replica(Ledger ledger) {
    this.others = ledger.others();
    this.standing = Standing.of(ledger.load());
    this.staged = standing;
  }

  /// What is durable, as far as it is known here.
  Standing standing() {
    return standing;
  }

  /// What the next write is decided on.
  Standing staged() {
    return staged;
  }

  void stage(String mesh, long version, Optional<MeshContent> content) {
    staged = staged.with(mesh, version, content);
  }

  /// What is staged is durable.
  void settle() {
    standing = staged;
  }

  /// What is staged will never be durable.
  void abandon() {
    staged = standing;
  }

  /// Whether another server wrote to the mesh what is not known here yet.
  boolean isBehind(String mesh) {
    return others.isPresent() && others.get().newest(mesh) > standing.version(mesh);
  }

  /// Takes over what other servers wrote to the mesh; whether there was anything.
  boolean catchUp(String mesh) {
    long before = staged.version(mesh);
    others.ifPresent(shared -> replay(mesh, shared.after(mesh, before)));
    return staged.version(mesh) > before;
  }

  /// Takes over what other servers wrote to any mesh; whether there was anything.
  boolean catchUp() {
    boolean any = false;
    if (others.isPresent()) {
      for (var newest : others.get().newest().entrySet()) {
        any |= newest.getValue() > staged.version(newest.getKey()) && catchUp(newest.getKey());
      }
    }
    return any;
  }

  void onCommit(Consumer<Committed> listener) {
    listeners.add(listener);
  }

  void tell(Committed committed) {
    for (Consumer<Committed> listener : listeners) {
      try {
        listener.accept(committed);
      } catch (RuntimeException e) {
        LOG.error(
            "mesh={} version={} state=listener-failed", committed.mesh(), committed.version(), e);
      }
    }
  }

  private void replay(String mesh, Ledger.Replay replay) {
    switch (replay) {
      case Ledger.Replay.Steps(var steps) -> steps.forEach(step -> take(mesh, step));
      case Ledger.Replay.Afresh(var stored) -> {
        Optional<MeshContent> content = Standing.content(mesh, stored);
        var touched = new HashSet<ResourceId>();
        staged.content(mesh).ifPresent(before -> touched.addAll(before.ids()));
        content.ifPresent(after -> touched.addAll(after.ids()));
        take(mesh, stored.version(), content, touched);
      }
    }
  }

  private void take(String mesh, Ledger.Step step) {
    Optional<MeshContent> content = staged.content(mesh);
    for (Ledger.Left left : step.left()) {
      content = MeshContent.after(content, mesh, left);
    }
    Set<ResourceId> touched =
        step.left().stream()
            .filter(left -> !left.tags())
            .map(Ledger.Left::id)
            .collect(Collectors.toSet());
    take(mesh, step.meshVersion(), content.map(at -> at.at(step.meshVersion())), touched);
  }

  private void take(
      String mesh, long version, Optional<MeshContent> content, Set<ResourceId> touched) {
    stage(mesh, version, content);
    settle();
    LOG.info("mesh={} version={} state=taken-over resources={}", mesh, version, touched.size());
    tell(new Committed(mesh, version, content.map(MeshContent::state), touched));
  }
}
