package dev.pillion.xds.json;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// One version of a resource, as it was written.
///
/// @param uid of the resource; another of the same name, made after a deletion, has another
/// @param created when the resource of that uid was created
/// @param version the resource's; a deletion counts as one
/// @param at when it was written
/// @param principal who wrote it
/// @param address from where; empty where there was none
/// @param action `create`, `update` or `delete`
/// @param spec the specification's JSON; of a deletion, the last
public record HistoryEntry(
    UUID uid,
    Instant created,
    long version,
    Instant at,
    String principal,
    String address,
    String action,
    String spec) {

  /// Where it stands among all that have its resource's name.
  public Position position() {
    return new Position(created, uid, version);
  }

  /// The place of the version that is too many once this one is there.
  ///
  /// @param kept how many stay
  public Optional<Position> tooMany(int kept) {
    return version > kept
        ? Optional.of(new Position(created, uid, version - kept))
        : Optional.empty();
  }

  /// A place in a history: by creation, then by version.
  public record Position(Instant created, UUID uid, long version) {
    /// As text that sorts as the places do.
    public String text() {
      return "%015d/%s/%012d".formatted(created.toEpochMilli(), uid, version);
    }

    /// Reads what [#text] wrote; empty for anything else.
    public static Optional<Position> parse(String text) {
      String[] parts = text.split("/", -1);
      if (parts.length != 3) {
        return Optional.empty();
      }
      try {
        return Optional.of(
            new Position(
                Instant.ofEpochMilli(Long.parseLong(parts[0])),
                UUID.fromString(parts[1]),
                Long.parseLong(parts[2])));
      } catch (IllegalArgumentException _) {
        return Optional.empty();
      }
    }
  }
}
