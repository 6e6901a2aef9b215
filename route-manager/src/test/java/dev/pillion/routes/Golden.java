package dev.pillion.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Files under `src/test/resources/golden` that outputs are compared with, byte for byte.
public final class Golden {
  private static final Path ROOT = Path.of("src/test/resources/golden");
  private static final String COMMAND =
      "run mvn -pl route-manager test -Dgolden.update=true and read the difference";

  private Golden() {}

  /// The folders that have an input file of that name.
  public static List<Path> scenarios(String input) {
    try (var folders = Files.list(ROOT)) {
      return folders.filter(folder -> Files.exists(folder.resolve(input))).sorted().toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// Nothing but the input and those lies in the folder; update mode removes what does.
  public static void noOthers(Path folder, Set<String> files) {
    try (var present = Files.list(folder)) {
      for (var path : present.toList()) {
        var name = path.getFileName().toString();
        if (files.contains(name) || name.equals("environment")) {
          continue;
        }
        if (!Boolean.getBoolean("golden.update")) {
          throw new AssertionError(path + " is compared with nothing; " + COMMAND);
        }
        Files.delete(path);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// Compares, or writes in update mode.
  public static void check(Path folder, String file, String actual) {
    var path = folder.resolve(file);
    try {
      if (Boolean.getBoolean("golden.update")) {
        if (System.getenv("CI") != null) {
          throw new AssertionError("goldens are not updated where CI is set; update them by hand");
        }
        Files.writeString(path, actual);
      } else if (Files.exists(path)) {
        assertEquals(Files.readString(path), actual, () -> path + " differs; " + COMMAND);
      } else {
        throw new AssertionError(path + " is missing; " + COMMAND);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
