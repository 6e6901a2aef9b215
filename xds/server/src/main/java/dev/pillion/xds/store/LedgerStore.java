package dev.pillion.xds.store;

import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.state.Committed;
import dev.pillion.mesh.state.MeshState;
import dev.pillion.xds.json.AuditEntry;
import dev.pillion.xds.json.HistoryEntry;
import dev.pillion.xds.json.Resource;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A store over a ledger. Reads are answered from memory; writes go through one thread, each
/// decided on the meshes as they stand, and in the ledger before memory changes and before the
/// caller gets its answer.
final class LedgerStore implements MeshStore {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerStore.class);

  /// How long a write waits for its turn and for a version of its mesh that no other server took.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

  private final Ledger ledger;
  private final Decisions decisions;
  private final Reads reads;
  private final Clock clock;
  private final Writer<Task> writer;
  private final Optional<Lookout> lookout;
  private final List<Consumer<Committed>> listeners = new CopyOnWriteArrayList<>();
  private volatile Standing standing;
  private Standing staged;

  /* The writer's thread replaces `standing` by what is durable; `staged`, which may be ahead by
   * what is appended and not yet flushed, is that thread's own. */

  /// An appended write that waits for the flush.
  ///
  /// @param told empty where an earlier answer is given again
  private record Pending(Task.Write write, List<Resource> answers, Optional<Committed> told) {}

  private LedgerStore(Ledger ledger, Decisions decisions, Clock clock) {
    this.ledger = ledger;
    this.decisions = decisions;
    this.reads = new Reads(decisions);
    this.clock = clock;
    this.standing = Standing.of(ledger.load());
    this.staged = standing;
    this.writer = new Writer<>("pillion-store", ledger.together(), this::pass);
    this.lookout =
        ledger.shared().map(every -> new Lookout(every, () -> writer.add(new Task.Look())));
  }

  static LedgerStore over(Ledger ledger, Decisions decisions, Clock clock) {
    try {
      return new LedgerStore(ledger, decisions, clock);
    } catch (RuntimeException e) {
      ledger.close();
      throw e;
    }
  }

  @Override
  public List<Resource> commit(List<Change> together) {
    var write = new Task.Write(together);
    writer.add(write);
    return write.await();
  }

  @Override
  public void probe() {
    var probe = new Task.Probe(new CompletableFuture<>());
    writer.add(probe);
    Task.await(probe.done());
  }

  @Override
  public Resource describe(String mesh, ResourceId id) {
    return reads.describe(standing.meshes(), mesh, id);
  }

  @Override
  public Page page(Listing listing, Optional<String> after, int limit) {
    return reads.page(standing.meshes(), listing, after, limit);
  }

  @Override
  public List<HistoryEntry> history(
      String mesh, ResourceId id, Optional<HistoryEntry.Position> after, int limit) {
    List<HistoryEntry> entries = ledger.history(mesh, id, after, limit);
    if (entries.isEmpty() && after.isEmpty()) {
      throw decisions.absent(mesh, id);
    }
    return entries;
  }

  @Override
  public List<AuditEntry> audit(Optional<String> mesh, AuditEntry.Position after, int limit) {
    return ledger.audit(mesh, after, limit);
  }

  @Override
  public void backup(Path file) {
    ledger.backup(file);
  }

  @Override
  public Collection<MeshState> all() {
    return standing.meshes().values().stream().map(MeshContent::state).toList();
  }

  @Override
  public Optional<MeshState> mesh(String name) {
    return standing.content(name).map(MeshContent::state);
  }

  @Override
  public void onCommit(Consumer<Committed> listener) {
    listeners.add(listener);
  }

  @Override
  public void close() {
    lookout.ifPresent(Lookout::close);
    writer.close();
    ledger.close();
  }

  private void pass(List<Task> tasks) {
    var pending = new ArrayList<Pending>();
    var probes = new ArrayList<Task.Probe>();
    for (Task task : tasks) {
      switch (task) {
        case Task.Write write -> stage(write, pending);
        case Task.Probe probe -> probes.add(probe);
        case Task.Look() -> lookout.ifPresent(eyes -> eyes.look(this::catchUp));
      }
    }
    flush(pending);
    probes.forEach(this::probe);
  }

  private void probe(Task.Probe probe) {
    try {
      ledger.probe();
      probe.done().complete(true);
    } catch (RuntimeException e) {
      probe.done().completeExceptionally(e);
    }
  }

  private void flush(List<Pending> pending) {
    if (pending.isEmpty()) {
      return;
    }
    try {
      ledger.flush();
    } catch (RuntimeException e) {
      abandon(pending, e);
      return;
    }
    standing = staged;
    for (Pending durable : pending) {
      durable
          .told()
          .ifPresent(told -> {
            log(durable, told.version());
            tell(told);
          });
      durable.write().answers().complete(durable.answers());
    }
  }

  /// Appends the write, or tells its caller why not. A refusal concerns that write only; a ledger
  /// that fails has lost what was appended with it.
  private void stage(Task.Write write, List<Pending> pending) {
    try {
      pending.add(appended(write, pending));
    } catch (RuntimeException e) {
      write.answers().completeExceptionally(e);
    }
  }

  private Pending appended(Task.Write write, List<Pending> pending) {
    List<Change> changes = write.together();
    String mesh = changes.getFirst().mesh();
    for (int attempt = 1; ; attempt++) {
      if (System.nanoTime() - write.since() > PATIENCE.toNanos()) {
        throw Refusals.outOfPatience(mesh, PATIENCE, attempt - 1);
      }
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      Optional<MeshContent> before = staged.content(mesh);
      Optional<Resource> earlier = earlier(changes.getFirst(), before, now);
      if (earlier.isPresent()) {
        return new Pending(write, List.of(earlier.get()), Optional.empty());
      }
      long version = staged.version(mesh) + 1;
      var decision =
          decisions.decide(changes, before.orElse(null), version - 1, staged.meshes().size(), now);
      switch (ledger.append(Entry.of(changes, before, decision.answers(), version, now))) {
        case Ledger.Appended.Written() -> {
          staged = staged.with(mesh, version, decision.content());
          return new Pending(
              write, decision.answers(), Optional.of(told(changes, version, decision.content())));
        }
        case Ledger.Appended.Overtaken() -> {
          replay(mesh);
          pause(attempt);
        }
        case Ledger.Appended.Failed(var why) -> {
          abandon(pending, why);
          throw why;
        }
      }
    }
  }

  /// The answer that the token was given before, if the resource is still the one that it was given
  /// for.
  private Optional<Resource> earlier(Change change, Optional<MeshContent> mesh, Instant now) {
    Optional<Resource> present = mesh.map(content -> content.resources().get(change.id()));
    if (change.token().isEmpty() || present.isEmpty()) {
      return Optional.empty();
    }
    ClientToken token = change.token().get();
    Optional<Ledger.Used> used =
        ledger
            .used(change, token, now.minus(Entry.TOKEN_LIFE))
            .filter(
                found -> found.answer().metadata().uid().equals(present.get().metadata().uid()));
    if (used.isPresent() && !used.get().fingerprint().equals(token.fingerprint())) {
      throw Refusals.tokenUsed(token.token());
    }
    return used.map(Ledger.Used::answer);
  }

  private void abandon(List<Pending> pending, RuntimeException why) {
    staged = standing;
    ledger.abandon();
    pending.forEach(lost -> lost.write().answers().completeExceptionally(why));
    pending.clear();
  }

  private void catchUp() {
    ledger
        .newest()
        .forEach((mesh, newest) -> {
          if (newest > standing.version(mesh)) {
            replay(mesh);
          }
        });
  }

  /// Takes over what other servers wrote to the mesh.
  private void replay(String mesh) {
    switch (ledger.after(mesh, staged.version(mesh))) {
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
    staged = staged.with(mesh, version, content);
    standing = staged;
    LOG.info("mesh={} version={} state=taken-over resources={}", mesh, version, touched.size());
    tell(new Committed(mesh, version, content.map(MeshContent::state), touched));
  }

  /// Lets another server have its turn: both would else go on to take each other's.
  private static void pause(int attempt) {
    long most = Math.min(LONGEST_PAUSE.toMillis(), 1L << Math.min(attempt, 10));
    LockSupport.parkNanos(
        TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(most)));
  }

  private static void log(Pending durable, long version) {
    List<Change> changes = durable.write().together();
    for (int i = 0; i < changes.size(); i++) {
      Change change = changes.get(i);
      LOG.info(
          "mesh={} version={} resource={} action={} resource-version={}",
          change.mesh(),
          version,
          change.id() instanceof ResourceId.Mesh ? "mesh" : change.id().tail(),
          change.action(),
          durable.answers().get(i).metadata().version());
    }
  }

  private static Committed told(List<Change> changes, long version, Optional<MeshContent> content) {
    return new Committed(
        changes.getFirst().mesh(),
        version,
        content.map(MeshContent::state),
        // Tags are no part of what a mesh means.
        changes.stream()
            .filter(change -> !change.tagsOnly())
            .map(Change::id)
            .collect(Collectors.toSet()));
  }

  private void tell(Committed committed) {
    for (Consumer<Committed> listener : listeners) {
      try {
        listener.accept(committed);
      } catch (RuntimeException e) {
        LOG.error(
            "mesh={} version={} state=listener-failed", committed.mesh(), committed.version(), e);
      }
    }
  }
}
