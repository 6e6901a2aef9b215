package dev.pillion.mesh.model;

import java.time.Instant;
import java.util.UUID;

/// What the store knows of a resource besides its specification.
///
/// @param version 1 at creation, one more with each update
/// @param createdAt to the millisecond
/// @param lastUpdatedAt to the millisecond; never before `createdAt`
/// @param meshOwner the 12-digit account that owns the mesh
/// @param resourceOwner the 12-digit account that created the resource
public record Metadata(
    UUID uid,
    long version,
    Instant createdAt,
    Instant lastUpdatedAt,
    String meshOwner,
    String resourceOwner) {

  /// The same resource after one more write.
  public Metadata next(Instant now) {
    Instant updated = now.isBefore(lastUpdatedAt) ? lastUpdatedAt : now;
    return new Metadata(uid, version + 1, createdAt, updated, meshOwner, resourceOwner);
  }
}
