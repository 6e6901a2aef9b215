package dev.pillion.xds.store.dynamodb;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.xds.json.AuditEntry;
import dev.pillion.xds.json.HistoryEntry;
import dev.pillion.xds.json.Resource;
import dev.pillion.xds.store.Change;
import dev.pillion.xds.store.ClientToken;
import dev.pillion.xds.store.Entry;
import dev.pillion.xds.store.Ledger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The ledger in a DynamoDB table that several servers may share. Each write is one transaction
/// that moves its mesh's version by one, on the condition that nobody else did: so writes to a mesh
/// come one after another, whoever makes them.
public final class DynamoLedger implements Ledger, Ledger.Others {
  /// How often each server looks for the others' writes: each is seen within about a second.
  private static final Duration LOOK = Duration.ofMillis(500);

  private final DynamoDbClient client;
  private final String table;
  private final Queries queries;

  private DynamoLedger(DynamoDbClient client, String table) {
    this.client = client;
    this.table = table;
    this.queries = new Queries(client, table);
  }

  /// Opens the table, which must be there.
  public static DynamoLedger open(DynamoTable table) {
    return new DynamoLedger(table.client(), table.name());
  }

  @Override
  public Map<String, Stored> load() {
    var meshes = new HashMap<String, Stored>();
    for (String mesh : newest().keySet()) {
      meshes.put(mesh, load(mesh));
    }
    return meshes;
  }

  /// Reads what may change meanwhile: the writes between the version before and the newest are put
  /// over what was read, which leaves the mesh as it was at the newest.
  private Stored load(String mesh) {
    while (true) {
      long before = newest(mesh);
      var resources = new LinkedHashMap<ResourceId, Resource>();
      for (Item item : queries.all(Keys.mesh(mesh), Keys.RESOURCES)) {
        Resource resource = Items.resource(mesh, item);
        resources.put(resource.id(), resource);
      }
      Optional<List<Step>> steps = steps(mesh, before, newest(mesh));
      if (steps.isPresent()) {
        steps.get().stream()
            .flatMap(step -> step.left().stream())
            .forEach(left ->
                left.after()
                    .ifPresentOrElse(
                        after -> resources.put(left.id(), after),
                        () -> resources.remove(left.id())));
        return new Stored(before + steps.get().size(), List.copyOf(resources.values()));
      }
    }
  }

  @Override
  public Optional<Used> used(Change change, ClientToken token, Instant since) {
    return queries
        .one(Keys.mesh(change.mesh()), Keys.token(change, token))
        .filter(item -> item.number("usedAt") >= since.toEpochMilli())
        .map(item -> new Used(item.text("request"), Items.resource(change.mesh(), item)));
  }

  @Override
  public Appended append(Entry entry) {
    String write = UUID.randomUUID().toString();
    try {
      return Writing.write(client, table, entry, write);
    } catch (SdkException e) {
      if (e instanceof AwsServiceException refused && refused.statusCode() < 500) {
        return new Appended.Failed(Failures.unwritten(table, e));
      }
      return settled(entry, write)
          ? new Appended.Written()
          : new Appended.Failed(Failures.unknown(table, e));
    } catch (RuntimeException e) {
      return new Appended.Failed(e);
    }
  }

  /// Whether a write whose answer was lost is in the table. If it is not, it may still come.
  private boolean settled(Entry entry, String write) {
    try {
      return queries
          .one(Keys.log(entry.mesh()), Keys.version(entry.meshVersion()))
          .filter(item -> item.text("write").equals(write))
          .isPresent();
    } catch (MeshException _) {
      return false;
    }
  }

  @Override
  public int together() {
    return 1;
  }

  @Override
  public void flush() {
    // Each entry is durable when it is appended.
  }

  @Override
  public void abandon() {
    // Nothing is between append and flush.
  }

  /// Reads, as every write does first.
  @Override
  public void probe() {
    queries.one(Keys.VERSIONS, "-");
  }

  @Override
  public Optional<Others> others() {
    return Optional.of(this);
  }

  @Override
  public Duration every() {
    return LOOK;
  }

  @Override
  public Map<String, Long> newest() {
    var versions = new HashMap<String, Long>();
    for (Item item : queries.all(Keys.VERSIONS, "")) {
      versions.put(item.text(Keys.SORT), item.number(Keys.MESH_VERSION));
    }
    return versions;
  }

  @Override
  public Replay after(String mesh, long version) {
    Optional<List<Step>> steps = steps(mesh, version, newest(mesh));
    return steps.isPresent() ? new Replay.Steps(steps.get()) : new Replay.Afresh(load(mesh));
  }

  /// The writes after the one version and up to the other; empty where some are not kept any more.
  private Optional<List<Step>> steps(String mesh, long after, long last) {
    if (last <= after) {
      return Optional.of(List.of());
    }
    var steps = new ArrayList<Step>();
    long next = after + 1;
    for (Item item : queries.between(Keys.log(mesh), Keys.version(next), Keys.version(last))) {
      if (Long.parseLong(item.text(Keys.SORT)) != next) {
        return Optional.empty();
      }
      steps.add(
          new Step(next, item.items("left").stream().map(left -> Items.left(mesh, left)).toList()));
      next++;
    }
    return next == last + 1 ? Optional.of(steps) : Optional.empty();
  }

  @Override
  public long newest(String mesh) {
    return queries.one(Keys.VERSIONS, mesh).map(item -> item.number(Keys.MESH_VERSION)).orElse(0L);
  }

  @Override
  public List<HistoryEntry> history(
      String mesh, ResourceId id, Optional<HistoryEntry.Position> after, int limit) {
    return queries
        .downFrom(Keys.history(mesh, id), after.map(HistoryEntry.Position::text), limit)
        .stream()
        .map(Items::history)
        .toList();
  }

  @Override
  public List<AuditEntry> audit(Optional<String> mesh, AuditEntry.Position after, int limit) {
    var entries = new ArrayList<AuditEntry>();
    var meshes = mesh.map(List::of).orElseGet(() -> newest().keySet().stream().sorted().toList());
    for (String name : meshes) {
      if (name.compareTo(after.mesh()) >= 0 && entries.size() < limit) {
        entries.addAll(audit(name, after, limit - entries.size()));
      }
    }
    return entries;
  }

  private List<AuditEntry> audit(String mesh, AuditEntry.Position after, int limit) {
    boolean begun = mesh.equals(after.mesh());
    // A version may have parts that are left: it is read again, and those before are passed over.
    String from = Keys.version(begun ? after.meshVersion() : 1);
    var entries = new ArrayList<AuditEntry>();
    for (Item item : queries.upFrom(Keys.audit(mesh), from, limit + 1)) {
      long version = Long.parseLong(item.text(Keys.SORT));
      List<Item> parts = item.items("parts");
      int first = begun && version == after.meshVersion() ? after.part() + 1 : 0;
      for (int part = first; part < parts.size() && entries.size() < limit; part++) {
        var position = new AuditEntry.Position(mesh, version, part);
        entries.add(Items.audit(position, parts.get(part)));
      }
    }
    return entries;
  }

  @Override
  public void backup(Path file) {
    throw new MeshException(
        MeshException.Code.INVALID,
        "DynamoDB table " + table,
        "it is not copied to a file",
        "use its point-in-time recovery, or 'aws dynamodb create-backup'");
  }

  @Override
  public void close() {
    client.close();
  }
}
