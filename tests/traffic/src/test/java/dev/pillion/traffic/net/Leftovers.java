package dev.pillion.traffic.net;

import dev.pillion.rig.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What test runs leave on this machine when they are killed, found by its names: each begins with
/// [#PREFIX] and says which run it is of.
final class Leftovers {
  static final String PREFIX = "pillion-traffic-";

  private static final Path NAMESPACES = Path.of("/run/netns");
  private static final Path FILES = Path.of("/etc/netns");

  private Leftovers() {}

  /// What names of this run begin with.
  static String ofThisRun() {
    ProcessHandle self = ProcessHandle.current();
    return PREFIX + self.pid() + "-" + started(self) + "-";
  }

  /// Removes what runs have left that are no more.
  static void remove() {
    for (Path place : List.of(NAMESPACES, FILES, Path.of(System.getProperty("java.io.tmpdir")))) {
      for (Path left : left(place)) {
        String name = left.getFileName().toString();
        if (place.equals(NAMESPACES)) {
          removeNamespace(name);
        } else if (place.equals(FILES)) {
          removeFiles(name);
        } else {
          Folders.remove(left);
        }
      }
    }
  }

  /// Ends what runs in a namespace, and removes it.
  static void removeNamespace(String name) {
    Command.run("ip", "netns", "pids", name)
        .lines()
        .map(Long::valueOf)
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .forEach(process -> {
          process.destroyForcibly();
          process.onExit().join();
        });
    Command.run("ip", "netns", "del", name);
  }

  /// Removes a namespace's own files, and the folder of all such if it was for this one only.
  static void removeFiles(String name) {
    Folders.remove(files(name));
    try {
      Files.deleteIfExists(FILES);
    } catch (DirectoryNotEmptyException _) {
      // Somebody else's are there.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The files where a namespace has an `/etc` of its own.
  static Path files(String name) {
    return FILES.resolve(name);
  }

  private static List<Path> left(Path place) {
    if (!Files.isDirectory(place)) {
      return List.of();
    }
    DirectoryStream.Filter<Path> dead = file -> isOfDeadRun(file.getFileName().toString());
    try (var files = Files.newDirectoryStream(place, dead)) {
      var left = new ArrayList<Path>();
      files.forEach(left::add);
      return left;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOfDeadRun(String name) {
    if (!name.startsWith(PREFIX)) {
      return false;
    }
    String[] parts = name.substring(PREFIX.length()).split("-", 3);
    Optional<ProcessHandle> run = ProcessHandle.of(Long.parseLong(parts[0]));
    return run.isEmpty() || started(run.get()) != Long.parseLong(parts[1]);
  }

  private static long started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::getEpochSecond).orElse(0L);
  }
}
