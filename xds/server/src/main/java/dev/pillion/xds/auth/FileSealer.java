package dev.pillion.xds.auth;

import java.util.List;
import java.util.Optional;

/// Seals with the first key of a key file, and opens with any of them. The file is read again when
/// something was sealed by a key that was not in it, so that a running server follows a rewrap.
final class FileSealer implements Sealer {
  private final KeyFile file;
  private volatile List<FileKey> keys;

  FileSealer(KeyFile file) {
    this.file = file;
    this.keys = file.read();
  }

  @Override
  public String seal(String keyId, String secret) {
    keys = file.read();
    FileKey key = keys.getFirst();
    return key.mark() + ":" + key.seal(keyId, secret);
  }

  @Override
  public Optional<String> open(String keyId, String sealed) {
    int colon = sealed.indexOf(':');
    String mark = sealed.substring(0, Math.max(0, colon));
    return key(mark).flatMap(key -> key.open(keyId, sealed.substring(colon + 1)));
  }

  @Override
  public boolean isCurrent(String sealed) {
    return sealed.startsWith(keys.getFirst().mark() + ":");
  }

  private Optional<FileKey> key(String mark) {
    Optional<FileKey> known = among(keys, mark);
    if (known.isPresent()) {
      return known;
    }
    keys = file.read();
    return among(keys, mark);
  }

  private static Optional<FileKey> among(List<FileKey> keys, String mark) {
    return keys.stream().filter(key -> key.mark().equals(mark)).findFirst();
  }
}
