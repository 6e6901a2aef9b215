package dev.pillion.xds.store.dynamodb;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.state.Reference;
import dev.pillion.xds.json.Resource;
import dev.pillion.xds.store.Entry;
import dev.pillion.xds.store.Ledger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/// Everything that one write puts into the table, all of it or nothing: first the mesh's version,
/// which must be the one before.
final class Transaction {
  /// How long other servers can follow a mesh write by write.
  private static final Duration LOG_LIFE = Duration.ofDays(1);

  /// DynamoDB's own limit.
  private static final int MOST_ITEMS = 100;

  private final String table;
  private final Entry entry;
  private final List<TransactWriteItem> items = new ArrayList<>();

  private Transaction(String table, Entry entry) {
    this.table = table;
    this.entry = entry;
  }

  /// @param write a name that no other write has
  static List<TransactWriteItem> of(String table, Entry entry, String write) {
    var transaction = new Transaction(table, entry);
    transaction.version();
    for (Entry.Net net : entry.net()) {
      transaction.resource(net);
      transaction.references(net);
    }
    entry.parts().forEach(transaction::history);
    transaction.token();
    transaction.log(write);
    transaction.audit();
    if (transaction.items.size() > MOST_ITEMS) {
      throw new MeshException(
          MeshException.Code.INVALID,
          "mesh " + entry.mesh(),
          "the request changes %d resources as one write, more than DynamoDB takes at once"
              .formatted(entry.parts().size()),
          "change fewer in one request");
    }
    return List.copyOf(transaction.items);
  }

  private void version() {
    long before = entry.meshVersion() - 1;
    var put =
        Put.builder()
            .tableName(table)
            .item(
                new Item()
                    .with(Keys.MESH_VERSION, entry.meshVersion())
                    .at(Keys.VERSIONS, entry.mesh()));
    if (before == 0) {
      put.conditionExpression("attribute_not_exists(pk)");
    } else {
      put.conditionExpression(Keys.MESH_VERSION + " = :before")
          .expressionAttributeValues(
              Map.of(":before", AttributeValue.fromN(Long.toString(before))));
    }
    items.add(TransactWriteItem.builder().put(put.build()).build());
  }

  private void resource(Entry.Net net) {
    String partition = Keys.mesh(entry.mesh());
    String sort = Keys.resource(net.id());
    net.after()
        .ifPresentOrElse(
            resource -> put(Items.resource(resource), partition, sort),
            () -> delete(partition, sort));
  }

  private void references(Entry.Net net) {
    Set<ResourceId> before = targets(net.before());
    Set<ResourceId> after = targets(net.after());
    String partition = Keys.mesh(entry.mesh());
    for (ResourceId target : before) {
      if (!after.contains(target)) {
        delete(partition, Keys.reference(target, net.id()));
      }
    }
    for (ResourceId target : after) {
      if (!before.contains(target)) {
        Item item = new Item().with("target", target.tail()).with("source", net.id().tail());
        put(item, partition, Keys.reference(target, net.id()));
      }
    }
  }

  private static Set<ResourceId> targets(Optional<Resource> resource) {
    return resource.stream()
        .flatMap(found -> found.document().references().stream())
        .map(Reference::target)
        .collect(Collectors.toUnmodifiableSet());
  }

  private void token() {
    Entry.Part first = entry.parts().getFirst();
    entry
        .token()
        .ifPresent(token -> {
          Item item =
              Items.resource(first.answer())
                  .with("usedAt", entry.at().toEpochMilli())
                  .with("request", token.fingerprint())
                  .with(Keys.EXPIRES, entry.at().plus(Entry.TOKEN_LIFE).getEpochSecond());
          put(item, Keys.mesh(entry.mesh()), Keys.token(first.change(), token));
        });
  }

  /// Adds a version, and drops the one that is too many.
  private void history(Entry.Part part) {
    part.history(entry.at())
        .ifPresent(version -> {
          String partition = Keys.history(entry.mesh(), part.id());
          put(Items.history(version), partition, version.position().text());
          version
              .tooMany(Entry.VERSIONS_KEPT)
              .ifPresent(oldest -> delete(partition, oldest.text()));
        });
  }

  private void log(String write) {
    List<Item> left =
        entry.parts().stream()
            .map(part -> new Ledger.Left(part.id(), part.after(), part.change().tagsOnly()))
            .map(Items::left)
            .toList();
    Item item =
        new Item()
            .with("left", left)
            .with("write", write)
            .with(Keys.EXPIRES, entry.at().plus(LOG_LIFE).getEpochSecond());
    put(item, Keys.log(entry.mesh()), Keys.version(entry.meshVersion()));
  }

  private void audit() {
    Item item = new Item().with("parts", entry.audit().stream().map(Items::audit).toList());
    Put put =
        Put.builder()
            .tableName(table)
            .item(item.at(Keys.audit(entry.mesh()), Keys.version(entry.meshVersion())))
            .conditionExpression("attribute_not_exists(pk)")
            .build();
    items.add(TransactWriteItem.builder().put(put).build());
  }

  private void put(Item item, String partition, String sort) {
    Put put = Put.builder().tableName(table).item(item.at(partition, sort)).build();
    items.add(TransactWriteItem.builder().put(put).build());
  }

  private void delete(String partition, String sort) {
    Delete delete = Delete.builder().tableName(table).key(Keys.key(partition, sort)).build();
    items.add(TransactWriteItem.builder().delete(delete).build());
  }
}
