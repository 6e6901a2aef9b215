package dev.pillion.traffic.app;

import dev.pillion.traffic.net.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/// A certificate authority of the tests' own, in a folder.
///
/// @param certificate its own, in PEM
public record Authority(Path folder, Path certificate, Path key) {
  /// What an authority has signed, in PEM; everybody may read both.
  public record Signed(Path chain, Path key) {}

  /// A new one.
  public static Authority make(Path folder, String name) {
    Path key = folder.resolve(name + ".key");
    Path certificate = folder.resolve(name + ".pem");
    openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=%s"
                .formatted(name)
            + " -keyout %s -out %s".formatted(key, certificate));
    return new Authority(folder, certificate, key);
  }

  /// Signs a certificate for host names.
  ///
  /// @param name of its files
  public Signed sign(String name, String... hostnames) {
    Path signedKey = folder.resolve(name + ".key");
    Path request = folder.resolve(name + ".csr");
    Path chain = folder.resolve(name + ".pem");
    Path extensions = folder.resolve(name + ".ext");
    try {
      Files.writeString(extensions, "subjectAltName=DNS:" + String.join(",DNS:", hostnames));
      openssl(
          "req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=%s -keyout %s"
                  .formatted(name, signedKey)
              + " -out "
              + request);
      openssl(
          "x509 -req -in %s -CA %s -CAkey %s -CAcreateserial -days 2 -extfile %s -out %s"
              .formatted(request, certificate, key, extensions, chain));
      // Envoy reads it as another user.
      Files.setPosixFilePermissions(signedKey, PosixFilePermissions.fromString("rw-r--r--"));
      return new Signed(chain, signedKey);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void openssl(String words) {
    Command.run(List.of(("openssl " + words).split(" ", -1)), Map.of(), "");
  }
}
