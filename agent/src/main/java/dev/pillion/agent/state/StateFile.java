package dev.pillion.agent.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// A file that is either as it was or as it is, whenever the power goes.
public record StateFile(Path folder, String name) {
  /// Where it is.
  public Path path() {
    return folder.resolve(name);
  }

  /// Its text; empty where there is no such file.
  public Optional<String> read() throws IOException {
    try {
      return Optional.of(Files.readString(path()));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /// Its bytes; empty where there is no such file.
  public Optional<byte[]> readBytes() throws IOException {
    try {
      return Optional.of(Files.readAllBytes(path()));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /// Gives it another name, to be looked at by a person: that with `.unreadable` behind it.
  public void setAside() throws IOException {
    Files.move(path(), folder.resolve(name + ".unreadable"), StandardCopyOption.REPLACE_EXISTING);
  }

  /// Replaces its text; on return it is on the disk. One writer at a time.
  public void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Replaces its bytes in the same way.
  public void write(byte[] content) throws IOException {
    Files.createDirectories(folder);
    Path fresh = folder.resolve(name + ".new");
    try (var channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      var bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }
}
