package dev.pillion.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a server outside development and its callers show each other: an authority, certificates of
/// its, and tokens. Made as docs/drop-in-image.md and docs/proxies.md tell.
public final class Credentials {
  private final Path folder;

  /// Makes the authority.
  public Credentials(Path folder) {
    this.folder = folder;
    run(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -keyout ca.key -out"
            + " ca.pem -subj /CN=mesh");
  }

  /// A certificate with its key, as `name.pem` and `name.key`.
  ///
  /// @param names its subject alternative names as OpenSSL writes them; none for a client of all
  public Credentials certificate(String name, String... names) {
    run(
        "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout %s.key -out %s.csr -subj /CN=%s"
            .formatted(name, name, name));
    String extension = names.length == 0 ? "" : "subjectAltName=" + String.join(",", names) + "\n";
    write(name + ".ext", extension);
    run(
        "x509 -req -in %s.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -out %s.pem -extfile %s.ext"
            .formatted(name, name, name));
    return this;
  }

  /// The file of `PILLION_XDS_TOKENS`: a token is what it is for, and its line its digest.
  public Path tokens(String... scopes) {
    String lines =
        Stream.of(scopes)
            .map(scope -> "sha256:%s %s%n".formatted(sha256(token(scope)), scope))
            .collect(Collectors.joining());
    return write("tokens", lines);
  }

  /// The token for a mesh, a proxy, or `*`.
  public static String token(String scope) {
    return "token-for-" + scope.replaceAll("\\W", "-");
  }

  /// One of the files, such as `ca.pem`.
  public Path file(String name) {
    return folder.resolve(name);
  }

  /// What is in one of the files.
  public String text(String name) {
    try {
      return Files.readString(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes a file beside the others.
  public Path write(String name, String text) {
    try {
      return Files.writeString(file(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(String arguments) {
    try {
      var process =
          new ProcessBuilder(
                  Stream.concat(Stream.of("openssl"), List.of(arguments.split(" ")).stream())
                      .toList())
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new RigException("openssl %s: %s".formatted(arguments, said));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RigException("interrupted while openssl ran", e);
    }
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
