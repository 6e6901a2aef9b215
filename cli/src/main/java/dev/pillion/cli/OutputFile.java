package dev.pillion.cli;

import dev.pillion.mesh.model.MeshException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// The file that `--output` names.
final class OutputFile {
  private OutputFile() {}

  /// Writes it whole or not at all.
  static void write(Path file, String text) {
    try {
      Path whole = file.toAbsolutePath();
      Path part = whole.resolveSibling(whole.getFileName() + ".part");
      Files.writeString(part, text);
      Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new MeshException(
          MeshException.Code.INVALID,
          file.toString(),
          "it cannot be written (" + e + ")",
          "give another place with --output");
    }
  }
}
