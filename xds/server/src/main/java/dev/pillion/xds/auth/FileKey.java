package dev.pillion.xds.auth;

import java.util.Base64;
import java.util.Optional;

/// One key of a key file. It has a mark, which is no secret, by which what it sealed is known.
final class FileKey {
  private static final int MARK_CHARACTERS = 16;

  private final byte[] key;
  private final String mark;

  FileKey(byte[] key) {
    this.key = key.clone();
    this.mark = Hmac.hex(key, "mark of a Pillion key").substring(0, MARK_CHARACTERS);
  }

  String mark() {
    return mark;
  }

  String text() {
    return Base64.getEncoder().encodeToString(key);
  }

  String seal(String keyId, String secret) {
    return Box.seal(key, keyId, secret);
  }

  Optional<String> open(String keyId, String box) {
    return Box.open(key, keyId, box);
  }
}
