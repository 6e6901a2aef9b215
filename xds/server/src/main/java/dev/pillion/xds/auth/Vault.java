package dev.pillion.xds.auth;

import dev.pillion.mesh.model.MeshException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Seals and opens the secrets of access keys. What is sealed begins with the word for how.
final class Vault {
  private static final String FILE = "file";
  private static final String KMS = "kms";

  private record Way(String word, Sealer sealer) {}

  private final List<Way> ways;

  private Vault(List<Way> ways) {
    this.ways = List.copyOf(ways);
  }

  /// The first way seals. Nothing of AWS's is loaded unless a KMS key is given.
  static Vault of(KeySource source) {
    var ways = new ArrayList<Way>();
    source.kmsKey().ifPresent(key -> ways.add(new Way(KMS, KmsSealer.open(key))));
    source.file().ifPresent(path -> ways.add(new Way(FILE, new FileSealer(new KeyFile(path)))));
    if (ways.isEmpty()) {
      throw new MeshException(
          MeshException.Code.INVALID,
          "access keys",
          "nothing is given that seals their secrets",
          "name a key file with PILLION_KEY_FILE or --key-file ('pillion keys create' makes it), or"
              + " a KMS key with PILLION_KMS_KEY_ID or --kms-key-id");
    }
    return new Vault(ways);
  }

  /// A vault that opens what either opens and seals as the first does.
  Vault before(Vault other) {
    var all = new ArrayList<>(ways);
    all.addAll(other.ways);
    return new Vault(all);
  }

  String seal(String keyId, String secret) {
    Way way = ways.getFirst();
    return way.word() + ":" + way.sealer().seal(keyId, secret);
  }

  String open(String keyId, String sealed) {
    int colon = Math.max(0, sealed.indexOf(':'));
    String word = sealed.substring(0, colon);
    return ways.stream()
        .filter(way -> way.word().equals(word))
        .flatMap(way -> way.sealer().open(keyId, sealed.substring(colon + 1)).stream())
        .findFirst()
        .orElseThrow(() -> closed(keyId, word));
  }

  boolean isCurrent(String sealed) {
    Way way = ways.getFirst();
    String head = way.word() + ":";
    return sealed.startsWith(head) && way.sealer().isCurrent(sealed.substring(head.length()));
  }

  private static MeshException closed(String keyId, String word) {
    boolean kms = word.equals(KMS);
    return new MeshException(
        MeshException.Code.UNAVAILABLE,
        "access key " + keyId,
        "its secret was sealed by another key than those that this process has",
        kms
            ? "set PILLION_KMS_KEY_ID to the KMS key that sealed it, or revoke it and make another"
            : "set PILLION_KEY_FILE to the file that it was made with (a copy, or the one that"
                + " 'pillion keys rewrap' made), or revoke it and make another");
  }

  /// Whether the file of the source is the way that seals and is not there yet.
  static boolean isToBeMade(KeySource source) {
    Optional<KeyFile> file = source.file().map(KeyFile::new);
    return source.kmsKey().isEmpty() && file.isPresent() && !file.get().exists();
  }
}
