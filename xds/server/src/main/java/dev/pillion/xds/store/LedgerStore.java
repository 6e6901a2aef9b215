package dev.pillion.xds.store;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.state.Committed;
import dev.pillion.mesh.state.InjectionSwitch;
import dev.pillion.mesh.state.MeshState;
import dev.pillion.xds.json.AuditEntry;
import dev.pillion.xds.json.HistoryEntry;
import dev.pillion.xds.json.Resource;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
  private final Verdicts verdicts;
  private final Replica replica;
  private final Writer<Task> writer;
  private final Optional<Lookout> lookout;

  /// An appended write that waits for the flush.
  ///
  /// @param told empty where an earlier answer is given again
  private record Pending(Task.Write write, List<Resource> answers, Optional<Committed> told) {}

  private LedgerStore(Ledger ledger, Decisions decisions, Clock clock) {
    this.ledger = ledger;
    this.decisions = decisions;
    this.reads = new Reads(decisions);
    this.verdicts = new Verdicts(ledger, decisions, clock);
    this.replica = new Replica(ledger);
    this.writer = new Writer<>("pillion-store", ledger.together(), this::pass);
    this.lookout =
        ledger
            .others()
            .map(others -> new Lookout(others.every(), () -> writer.add(new Task.Look())));
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
  public Optional<MeshState> newest(String mesh) {
    catchUp(mesh);
    return mesh(mesh);
  }

  @Override
  public Resource describe(String mesh, ResourceId id) {
    return read(mesh, () -> reads.describe(replica.standing().meshes(), mesh, id));
  }

  @Override
  public Page page(Listing listing, Optional<String> after, int limit) {
    Supplier<Page> page = () -> reads.page(replica.standing().meshes(), listing, after, limit);
    return switch (listing) {
      case Listing.Meshes() -> page.get();
      case Listing.Children(var mesh, _) -> read(mesh, page);
      case Listing.Grandchildren(var mesh, _) -> read(mesh, page);
    };
  }

  /// Reads; what is not found is looked for again where another server may have made it.
  private <T> T read(String mesh, Supplier<T> read) {
    try {
      return read.get();
    } catch (MeshException e) {
      if (lookout.isEmpty()) {
        throw e;
      }
      catchUp(mesh);
      return read.get();
    }
  }

  private void catchUp(String mesh) {
    if (replica.isBehind(mesh)) {
      var wish = new Task.CatchUp(mesh, new CompletableFuture<>());
      writer.add(wish);
      Task.await(wish.done());
    }
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
    return replica.standing().meshes().values().stream().map(MeshContent::state).toList();
  }

  @Override
  public Optional<MeshState> mesh(String name) {
    return replica.standing().content(name).map(MeshContent::state);
  }

  @Override
  public InjectionSwitch injection(String mesh) {
    return replica
        .standing()
        .content(mesh)
        .map(content -> InjectionSwitch.of(content.tags()))
        .orElse(InjectionSwitch.ON);
  }

  @Override
  public void onCommit(Consumer<Committed> listener) {
    replica.onCommit(listener);
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
        case Task.CatchUp(var mesh, var done) -> answer(done, () -> replica.catchUp(mesh));
        case Task.Look() -> lookout.ifPresent(eyes -> eyes.look(replica::catchUp));
      }
    }
    flush(pending);
    for (Task.Probe probe : probes) {
      answer(
          probe.done(),
          () -> {
            ledger.probe();
            return true;
          });
    }
  }

  private static void answer(CompletableFuture<Boolean> done, Supplier<Boolean> work) {
    try {
      done.complete(work.get());
    } catch (RuntimeException e) {
      done.completeExceptionally(e);
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
    replica.settle();
    for (Pending durable : pending) {
      durable
          .told()
          .ifPresent(told -> {
            log(durable, told.version());
            replica.tell(told);
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
      switch (verdicts.of(changes, replica.staged())) {
        case Verdict.Known(var answer) -> {
          if (!catchUp(changes)) {
            return new Pending(write, List.of(answer), Optional.empty());
          }
        }
        case Verdict.Refused(var why) -> {
          if (!catchUp(changes)) {
            throw why;
          }
        }
        case Verdict.Accepted(var entry, var decision) -> {
          switch (ledger.append(entry)) {
            case Ledger.Appended.Written() -> {
              long version = entry.meshVersion();
              replica.stage(mesh, version, decision.content());
              return new Pending(
                  write,
                  decision.answers(),
                  Optional.of(told(changes, version, decision.content())));
            }
            case Ledger.Appended.Overtaken() -> {
              replica.catchUp(mesh);
              pause(attempt);
            }
            case Ledger.Appended.Failed(var why) -> {
              abandon(pending, why);
              throw why;
            }
          }
        }
      }
    }
  }

  /// Takes over what the verdict may have missed; whether there was anything.
  private boolean catchUp(List<Change> changes) {
    Change first = changes.getFirst();
    if (first instanceof Change.Create && first.id() instanceof ResourceId.Mesh) {
      // How many meshes there are is a matter of all of them.
      return replica.catchUp();
    }
    return replica.catchUp(first.mesh());
  }

  private void abandon(List<Pending> pending, RuntimeException why) {
    replica.abandon();
    ledger.abandon();
    pending.forEach(lost -> lost.write().answers().completeExceptionally(why));
    pending.clear();
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
}
