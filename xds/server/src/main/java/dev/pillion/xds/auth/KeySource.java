package dev.pillion.xds.auth;

import java.nio.file.Path;
import java.util.Optional;

/// What seals the secrets of access keys. With both, AWS KMS seals, and the file still opens what
/// it sealed before.
///
/// @param file a file that holds a key
/// @param kmsKey the id, ARN or alias of a key in AWS KMS
public record KeySource(Optional<Path> file, Optional<String> kmsKey) {
  /// Whether nothing is given.
  public boolean isEmpty() {
    return file.isEmpty() && kmsKey.isEmpty();
  }
}
