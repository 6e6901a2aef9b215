package dev.pillion.cli;

import dev.pillion.xds.auth.KeySource;

/// From options to what opens the secrets of access keys.
final class KeySources {
  private KeySources() {}

  static KeySource of(KeyOptions options) {
    return new KeySource(options.keyFile(), options.kmsKey());
  }
}
