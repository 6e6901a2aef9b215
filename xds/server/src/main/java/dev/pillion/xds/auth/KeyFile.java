package dev.pillion.xds.auth;

import dev.pillion.mesh.model.MeshException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/// The file with the keys that seal secrets: one a line in Base64, the first for what is sealed
/// from now on, the others for what was sealed before.
final class KeyFile {
  private static final String HEAD =
      "# The key to the secrets of Pillion's access keys. Keep a copy apart from the database's.\n";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path path;

  KeyFile(Path path) {
    this.path = path.toAbsolutePath();
  }

  Path path() {
    return path;
  }

  boolean exists() {
    return Files.exists(path);
  }

  /// Its keys; there is at least one.
  List<FileKey> read() {
    try {
      if (Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ)) {
        throw wrong("everybody on this machine may read it", "run: chmod 600 " + path);
      }
      var keys = new ArrayList<FileKey>();
      for (String line : Files.readAllLines(path)) {
        if (!line.isBlank() && !line.startsWith("#")) {
          keys.add(key(line.strip()));
        }
      }
      if (keys.isEmpty()) {
        throw wrong(
            "it holds no key",
            "restore it from its copy; if no access key exists yet, remove it, and 'pillion keys"
                + " create' makes another");
      }
      return List.copyOf(keys);
    } catch (IOException e) {
      throw wrong(
          "it cannot be read (%s)".formatted(e),
          "restore it from its copy, or make it readable for the user who runs Pillion");
    }
  }

  private FileKey key(String line) {
    try {
      byte[] bytes = Base64.getDecoder().decode(line);
      if (bytes.length == Box.KEY_BYTES) {
        return new FileKey(bytes);
      }
    } catch (IllegalArgumentException _) {
      // said below
    }
    throw wrong(
        "a line in it is no key of %d bytes in Base64".formatted(Box.KEY_BYTES),
        "restore it from its copy");
  }

  /// Makes the file, which must not be there, for its owner only.
  FileKey create() {
    var key = new FileKey(Box.newKey());
    try {
      Files.createDirectories(folder(path));
      Files.createFile(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      write(path, List.of(key));
      return key;
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /// Puts the keys in the place of those in it, all or none, and leaves its owner and its rights.
  void replace(List<FileKey> keys) {
    Path next = path.resolveSibling(path.getFileName() + ".new");
    try {
      Files.deleteIfExists(next);
      Files.createFile(next, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      write(next, keys);
      var now = Files.getFileAttributeView(path, PosixFileAttributeView.class).readAttributes();
      var view = Files.getFileAttributeView(next, PosixFileAttributeView.class);
      if (!view.readAttributes().owner().equals(now.owner())) {
        view.setOwner(now.owner());
      }
      if (!view.readAttributes().group().equals(now.group())) {
        view.setGroup(now.group());
      }
      view.setPermissions(now.permissions());
      Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      sync(folder(path));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private static void write(Path file, List<FileKey> keys) throws IOException {
    var text = new StringBuilder(HEAD);
    keys.forEach(key -> text.append(key.text()).append('\n'));
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    sync(folder(file));
  }

  private static Path folder(Path file) {
    return file.resolveSibling("");
  }

  private static void sync(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private MeshException unwritable(IOException e) {
    return wrong(
        "it cannot be written (%s)".formatted(e),
        "make its folder writable for this user, or name another with --key-file");
  }

  private MeshException wrong(String problem, String remedy) {
    return new MeshException(MeshException.Code.INVALID, "key file " + path, problem, remedy);
  }
}
