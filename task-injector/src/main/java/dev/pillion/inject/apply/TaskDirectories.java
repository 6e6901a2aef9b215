package dev.pillion.inject.apply;

import dev.pillion.inject.plan.InjectionPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The tasks' directories on the host, each mounted into the task's Envoy and owned by its user.
public final class TaskDirectories {
  private static final String BOOTSTRAP = "bootstrap.json";

  private final Path root;

  /// Directories below one that is there or can be made.
  public TaskDirectories(Path root) {
    this.root = root;
  }

  /// A task's directory, there or not.
  public Path of(String taskId) {
    return root.resolve(taskId);
  }

  /// Makes a task's directory, or sets it right, and writes its bootstrap document where that is
  /// not as planned.
  void write(String taskId, InjectionPlan.Inject plan) {
    try {
      Path directory = Files.createDirectories(of(taskId));
      own(directory, "rwx------", plan.envoy().uid());
      Path file = directory.resolve(BOOTSTRAP);
      if (!Files.exists(file) || !Files.readString(file).equals(plan.bootstrap())) {
        Path draft = directory.resolve(BOOTSTRAP + ".new");
        Files.writeString(draft, plan.bootstrap());
        own(draft, "r--------", plan.envoy().uid());
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Removes a task's directory with all that is in it.
  void remove(String taskId) {
    try (Stream<Path> tree = Files.walk(of(taskId))) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The tasks that have a directory.
  public List<String> present() {
    try (Stream<Path> children = Files.list(root)) {
      return children.map(child -> child.getFileName().toString()).sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Makes a file or directory the user's, with these permissions. What is right already is not set
  /// again: of a directory that is the proxy's own, that would take CAP_FOWNER, which the agent's
  /// unit does not have.
  public static void own(Path path, String permissions, int uid) throws IOException {
    Set<PosixFilePermission> wanted = PosixFilePermissions.fromString(permissions);
    if (!Files.getPosixFilePermissions(path).equals(wanted)) {
      Files.setPosixFilePermissions(path, wanted);
    }
    if (!Files.getAttribute(path, "unix:uid").equals(uid)) {
      Files.setAttribute(path, "unix:uid", uid);
    }
  }
}
