package dev.pillion.envoy;

import dev.pillion.envoy.settings.Exit;
import dev.pillion.envoy.settings.ImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/// The directory for what is made at each start. Nobody else may look into it: keys and tokens from
/// the environment lie there.
record Home(Path path) {
  /// In the directory for temporary files that the environment names.
  static Home in(Map<String, String> environment) {
    return new Home(Path.of(environment.getOrDefault("TMPDIR", "/tmp"), "pillion-envoy"));
  }

  /// A path in it.
  String file(String name) {
    return path.resolve(name).toString();
  }

  /// Makes it, if it is not there.
  void open() {
    try {
      if (!Files.isDirectory(path)) {
        Files.createDirectory(
            path,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /// Writes a file anew.
  void write(String file, String text) {
    Path at = Path.of(file);
    try {
      Files.deleteIfExists(at);
      Files.createFile(
          at, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(at, text);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private ImageException unwritable(IOException e) {
    return new ImageException(
        Exit.INVALID,
        path.toString(),
        "cannot be written (%s)".formatted(e),
        "with a read-only root, mount a tmpfs there, or name another directory in TMPDIR");
  }
}
