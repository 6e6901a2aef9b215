package dev.pillion.xds.json;

import dev.pillion.mesh.model.ResourceId;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// One write, as the audit log keeps it.
///
/// @param meshVersion the mesh's version after the write: 1, 2, 3 and so on without a gap, also
///   over deletions of the mesh
/// @param part 0, or its place among several writes that were done as one version
/// @param at when it was decided
/// @param principal who asked for it
/// @param address from where; empty where there was none
/// @param action `create`, `update`, `delete`, `tag` or `untag`
/// @param before the resource's version before; none where it was created
/// @param after the resource's version after; none where it was deleted
public record AuditEntry(
    String mesh,
    long meshVersion,
    int part,
    Instant at,
    String principal,
    String address,
    String action,
    ResourceId id,
    UUID uid,
    OptionalLong before,
    OptionalLong after) {

  /// Where it stands in the log.
  public Position position() {
    return new Position(mesh, meshVersion, part);
  }

  /// A place in the log: by the mesh's name, then by its version.
  public record Position(String mesh, long meshVersion, int part) {
    /// Before the first.
    public static final Position START = new Position("", 0, 0);

    /// As text: `shop/17/0`.
    public String text() {
      return mesh + "/" + meshVersion + "/" + part;
    }

    /// Reads what [#text] wrote; empty for anything else.
    public static Optional<Position> parse(String text) {
      String[] parts = text.split("/", -1);
      if (parts.length != 3) {
        return Optional.empty();
      }
      try {
        return Optional.of(
            new Position(parts[0], Long.parseLong(parts[1]), Integer.parseInt(parts[2])));
      } catch (NumberFormatException _) {
        return Optional.empty();
      }
    }
  }
}
