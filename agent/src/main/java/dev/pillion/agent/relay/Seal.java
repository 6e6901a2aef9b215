package dev.pillion.agent.relay;

import dev.pillion.agent.state.StateFile;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.MeshException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Tells what this host wrote from what it did not, by a key that is made once and readable by root
/// alone.
final class Seal {
  static final int BYTES = 32;
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  private Seal(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /// The folder's own; made when there is none, and then nothing that was sealed before counts.
  ///
  /// @throws MeshException when it can be neither read nor written
  static Seal in(Path folder) {
    var file = new StateFile(folder, "key");
    try {
      Optional<byte[]> held = file.readBytes().filter(bytes -> bytes.length == BYTES);
      if (held.isPresent()) {
        return new Seal(held.get());
      }
      byte[] fresh = new byte[BYTES];
      new SecureRandom().nextBytes(fresh);
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      file.write(fresh);
      return new Seal(fresh);
    } catch (IOException e) {
      throw new MeshException(
          Code.UNAVAILABLE,
          "key " + file.path(),
          "cannot be read or written: " + e,
          "let the agent write there, or set PILLION_STATE_DIR");
    }
  }

  byte[] of(byte[] content) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return Arrays.copyOf(mac.doFinal(content), BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
