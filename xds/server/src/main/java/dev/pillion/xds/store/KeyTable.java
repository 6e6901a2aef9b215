package dev.pillion.xds.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The access keys, beside the meshes in the same database. A key is read anew for each request, so
/// that one that was removed is refused from the next on, whichever process removed it.
public interface KeyTable extends AutoCloseable {
  /// Opens the table in the data directory of a server, which may run meanwhile; both are made if
  /// need be.
  static KeyTable open(Path dataDirectory) {
    return SqliteKeyTable.open(dataDirectory);
  }

  /// The key of that id, if there is one.
  Optional<KeyRow> find(String id);

  /// All keys by id.
  List<KeyRow> list();

  /// Puts a key whose id is new.
  void add(KeyRow key);

  /// Puts the key in the place of the one with the same id, if that one still has the secret given;
  /// whether it did. A key that was removed meanwhile does not come back.
  boolean replace(KeyRow key, String secret);

  /// Removes the key; whether it was there.
  boolean remove(String id);

  @Override
  void close();
}
