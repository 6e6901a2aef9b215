package dev.pillion.xds.auth;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.xds.store.KeyTable;
import java.util.Optional;

/// The access keys as a server looks them up: in the table for each request, so that one that was
/// revoked stops at once.
public final class AccessKeys {
  private final KeyTable table;
  private final KeySource source;
  private volatile Optional<Vault> vault;

  private AccessKeys(KeyTable table, KeySource source, Optional<Vault> vault) {
    this.table = table;
    this.source = source;
    this.vault = vault;
  }

  /// The keys of the table.
  ///
  /// @throws MeshException when keys exist, and nothing that opens their secrets
  public static AccessKeys of(KeyTable table, KeySource source) {
    // The first key may be made while the server runs, and the key file with it.
    boolean later = Vault.isToBeMade(source) && table.list().isEmpty();
    return new AccessKeys(table, source, later ? Optional.empty() : Optional.of(Vault.of(source)));
  }

  /// Whether there is none, so that nobody can be let in.
  public boolean isEmpty() {
    return table.list().isEmpty();
  }

  /// What the server needs of a key.
  record Opened(Role role, String secret) {}

  /// The key, with its secret opened.
  Optional<Opened> open(String keyId) {
    return table
        .find(keyId)
        .map(row ->
            new Opened(Role.of(row.role(), row.meshes()), vault().open(keyId, row.secret())));
  }

  private Vault vault() {
    return vault.orElseGet(() -> {
      var opened = Vault.of(source);
      vault = Optional.of(opened);
      return opened;
    });
  }
}
