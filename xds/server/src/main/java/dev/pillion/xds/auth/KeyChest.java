package dev.pillion.xds.auth;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.xds.store.KeyRow;
import dev.pillion.xds.store.KeyTable;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What `pillion keys` does.
public final class KeyChest {
  private final KeyTable table;
  private final KeySource source;
  private final InstantSource clock;
  private final Consumer<String> said;

  /// The keys of a table.
  ///
  /// @param said is told what a person should know besides the outcome
  public KeyChest(KeyTable table, KeySource source, InstantSource clock, Consumer<String> said) {
    this.table = table;
    this.source = source;
    this.clock = clock;
    this.said = said;
  }

  /// Makes a key, and the key file with the very first one.
  public NewKey create(Role role, String note) {
    checkNames(role);
    makeFile();
    var vault = Vault.of(source);
    var key = NewKey.generate(role, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    table.add(
        new KeyRow(
            key.id(),
            role.word(),
            role.boundTo(),
            vault.seal(key.id(), key.secret()),
            note,
            key.created()));
    return key;
  }

  /// Makes a key if there is none at all.
  public Optional<NewKey> createFirst(Role role, String note) {
    return table.list().isEmpty() ? Optional.of(create(role, note)) : Optional.empty();
  }

  private static void checkNames(Role role) {
    for (String mesh : role.boundTo()) {
      if (mesh.isEmpty() || mesh.chars().anyMatch(Character::isISOControl)) {
        throw new MeshException(
            MeshException.Code.INVALID, "mesh '" + mesh + "'", "it is no name", "give the mesh's");
      }
    }
  }

  private void makeFile() {
    if (!Vault.isToBeMade(source)) {
      return;
    }
    var file = new KeyFile(source.file().orElseThrow());
    int keys = table.list().size();
    if (keys > 0) {
      throw new MeshException(
          MeshException.Code.INVALID,
          "key file " + file.path(),
          "it is not there, and the secrets of %d access keys were sealed with it".formatted(keys),
          "restore it from its copy; if it is lost, revoke those keys ('pillion keys list' shows"
              + " them) and make new ones");
    }
    file.create();
    said.accept(
        "key file %s: made; keep a copy apart from the database's, for without it every access key"
                .formatted(file.path())
            + " is lost");
  }

  /// All keys by id.
  public List<KeyRow> list() {
    return table.list();
  }

  /// Takes the key away; the server refuses it from the next request on.
  public void revoke(String id) {
    if (!table.remove(id)) {
      throw new MeshException(
          MeshException.Code.NOT_FOUND,
          "access key " + id,
          "there is none of that id",
          "see 'pillion keys list'");
    }
  }

  /// Seals every secret anew: with the KMS key, if there is one, else with a new key in the same
  /// file. Can be stopped at any point and run again.
  ///
  /// @return how many keys there are
  public int rewrap() {
    if (source.kmsKey().isPresent()) {
      return reseal(Vault.of(source));
    }
    var file = new KeyFile(named());
    FileKey first = rotated(file);
    var vault = Vault.of(source);
    reseal(vault);
    // Once more for a key that was being made meanwhile: the old key goes now.
    int count = reseal(vault);
    file.replace(List.of(first));
    return count;
  }

  /// Seals every secret anew with the key of the other file, which is made if it is not there. The
  /// file in use gets that key too, so that a server which runs with it opens both.
  ///
  /// @return how many keys there are
  public int rewrapTo(Path other) {
    var next = new KeyFile(other);
    FileKey key = next.exists() ? next.read().getFirst() : next.create();
    var now = Vault.of(source);
    source.file().map(KeyFile::new).ifPresent(file -> admit(file, key));
    var target = new KeySource(Optional.of(other), Optional.empty());
    return reseal(Vault.of(target).before(now));
  }

  /// The key that seals from now on; a rewrap that was stopped has put it there already.
  private static FileKey rotated(KeyFile file) {
    List<FileKey> keys = file.read();
    if (keys.size() > 1) {
      return keys.getFirst();
    }
    var fresh = new FileKey(Box.newKey());
    file.replace(List.of(fresh, keys.getFirst()));
    return fresh;
  }

  private static void admit(KeyFile file, FileKey key) {
    List<FileKey> keys = new ArrayList<>(file.read());
    if (keys.stream().noneMatch(known -> known.mark().equals(key.mark()))) {
      keys.add(key);
      file.replace(keys);
    }
  }

  /// Each secret is opened before it is replaced, so one that cannot be opened stops here.
  private int reseal(Vault vault) {
    List<KeyRow> keys = table.list();
    for (KeyRow key : keys) {
      if (!vault.isCurrent(key.secret())) {
        String secret = vault.open(key.id(), key.secret());
        table.replace(key.sealed(vault.seal(key.id(), secret)), key.secret());
      }
    }
    return keys.size();
  }

  private Path named() {
    return source
        .file()
        .orElseThrow(() ->
            new MeshException(
                MeshException.Code.INVALID,
                "pillion keys rewrap",
                "no key file is named",
                "name it with --key-file or PILLION_KEY_FILE"));
  }
}
