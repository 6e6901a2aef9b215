package dev.pillion.xds.auth;

import java.util.Optional;

/// Seals secrets with something that is not in the database.
interface Sealer {
  /// The sealed form: text without a colon at its begin.
  String seal(String keyId, String secret);

  /// The secret; empty where this sealer did not seal it, or it was changed.
  Optional<String> open(String keyId, String sealed);

  /// Whether it would be sealed in the same way now.
  boolean isCurrent(String sealed);
}
