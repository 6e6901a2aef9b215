package dev.pillion.xds.ads;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.MeshException.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tokens that proxies may show: a file with the SHA-256 of each and its [Scope], a line each.
/// It is read again when it has changed; one that cannot be used leaves the old tokens in force.
final class TokenFile {
  private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);
  private static final Pattern LINE = Pattern.compile("sha256:([0-9a-f]{64})\\s+(\\S+)");

  private record Stamp(FileTime modified, long size) {}

  private final Path file;

  /* guards everything below; held while the file is read */
  private final Object lock = new Object();
  private Stamp stamp;
  private Map<String, Scope> scopes;

  /// Reads the file.
  ///
  /// @throws MeshException when it cannot be used
  TokenFile(Path file) {
    this.file = file;
    try {
      stamp = stamp();
      scopes = read();
    } catch (IOException e) {
      throw unusable("it cannot be read (%s)".formatted(e.getMessage()));
    }
  }

  /// What a token stands for; nothing if it is not one of these.
  Optional<Scope> scope(String token) {
    // Only hashes are compared, so how long it takes tells nothing of a token.
    String hash = hash(token);
    synchronized (lock) {
      follow();
      return Optional.ofNullable(scopes.get(hash));
    }
  }

  private void follow() {
    try {
      Stamp now = stamp();
      if (!now.equals(stamp)) {
        stamp = now;
        scopes = read();
        LOG.info("tokens={} state=read count={}", file, scopes.size());
      }
    } catch (IOException | MeshException e) {
      LOG.warn("tokens={} state=old-ones-kept reason=\"{}\"", file, e.getMessage());
    }
  }

  private Stamp stamp() throws IOException {
    return new Stamp(Files.getLastModifiedTime(file), Files.size(file));
  }

  private Map<String, Scope> read() throws IOException {
    var read = new HashMap<String, Scope>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      String text = line.strip();
      if (!text.isEmpty() && !text.startsWith("#")) {
        Matcher matcher = LINE.matcher(text);
        Optional<Scope> scope =
            matcher.matches() ? Scope.parse(matcher.group(2)) : Optional.empty();
        if (scope.isEmpty()) {
          throw unusable("line %d is not understood".formatted(number));
        }
        read.put(matcher.group(1), scope.get());
      }
    }
    return read;
  }

  private MeshException unusable(String problem) {
    return new MeshException(
        Code.INVALID,
        "file of proxies' tokens " + file,
        problem,
        "write lines of the form 'sha256:<64 hexadecimal digits> mesh/<mesh>[/virtualNode/<name>]'"
            + " and let the server's user read it");
  }

  private static String hash(String token) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
