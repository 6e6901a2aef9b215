package dev.pillion.xds.store.dynamodb;

import dev.pillion.mesh.model.Metadata;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.xds.json.AuditEntry;
import dev.pillion.xds.json.HistoryEntry;
import dev.pillion.xds.json.Kind;
import dev.pillion.xds.json.Resource;
import dev.pillion.xds.json.SpecJson;
import dev.pillion.xds.json.TagsJson;
import dev.pillion.xds.store.Ledger;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// What items say, apart from their keys; times are milliseconds since 1970, UTC.
final class Items {
  private Items() {}

  static Item name(ResourceId id) {
    return new Item()
        .with("kind", Kind.of(id).word())
        .with("parent", id.parent().map(ResourceId::name).orElse(""))
        .with("name", id.name());
  }

  static ResourceId id(Item item) {
    return Kind.of(item.text("kind")).id(item.text("parent"), item.text("name"));
  }

  static Item resource(Resource resource) {
    Metadata metadata = resource.metadata();
    return name(resource.id())
        .with("uid", metadata.uid().toString())
        .with("version", metadata.version())
        .with("createdAt", metadata.createdAt().toEpochMilli())
        .with("updatedAt", metadata.lastUpdatedAt().toEpochMilli())
        .with("meshOwner", metadata.meshOwner())
        .with("resourceOwner", metadata.resourceOwner())
        .with("spec", resource.document().text())
        .with("tags", TagsJson.write(resource.tags()));
  }

  static Resource resource(String mesh, Item item) {
    ResourceId id = id(item);
    var metadata =
        new Metadata(
            UUID.fromString(item.text("uid")),
            item.number("version"),
            Instant.ofEpochMilli(item.number("createdAt")),
            Instant.ofEpochMilli(item.number("updatedAt")),
            item.text("meshOwner"),
            item.text("resourceOwner"));
    return new Resource(
        mesh,
        id,
        metadata,
        SpecJson.stored(Kind.of(id), item.text("spec")),
        TagsJson.read(item.text("tags")));
  }

  static Item history(HistoryEntry entry) {
    return new Item()
        .with("uid", entry.uid().toString())
        .with("createdAt", entry.created().toEpochMilli())
        .with("version", entry.version())
        .with("at", entry.at().toEpochMilli())
        .with("principal", entry.principal())
        .with("address", entry.address())
        .with("action", entry.action())
        .with("spec", entry.spec());
  }

  static HistoryEntry history(Item item) {
    return new HistoryEntry(
        UUID.fromString(item.text("uid")),
        Instant.ofEpochMilli(item.number("createdAt")),
        item.number("version"),
        Instant.ofEpochMilli(item.number("at")),
        item.text("principal"),
        item.text("address"),
        item.text("action"),
        item.text("spec"));
  }

  static Item audit(AuditEntry entry) {
    Item item =
        name(entry.id())
            .with("uid", entry.uid().toString())
            .with("at", entry.at().toEpochMilli())
            .with("principal", entry.principal())
            .with("address", entry.address())
            .with("action", entry.action());
    entry.before().ifPresent(version -> item.with("before", version));
    entry.after().ifPresent(version -> item.with("after", version));
    return item;
  }

  static AuditEntry audit(AuditEntry.Position position, Item item) {
    return new AuditEntry(
        position.mesh(),
        position.meshVersion(),
        position.part(),
        Instant.ofEpochMilli(item.number("at")),
        item.text("principal"),
        item.text("address"),
        item.text("action"),
        id(item),
        UUID.fromString(item.text("uid")),
        version(item, "before"),
        version(item, "after"));
  }

  private static OptionalLong version(Item item, String name) {
    return item.has(name) ? OptionalLong.of(item.number(name)) : OptionalLong.empty();
  }

  /// What a write left of a resource, as other servers need it.
  static Item left(Ledger.Left left) {
    Item item = left.after().map(Items::resource).orElseGet(() -> name(left.id()));
    return item.with("tagsOnly", left.tags() ? 1 : 0);
  }

  static Ledger.Left left(String mesh, Item item) {
    return new Ledger.Left(
        id(item),
        item.has("spec") ? Optional.of(resource(mesh, item)) : Optional.empty(),
        item.number("tagsOnly") == 1);
  }
}
