package dev.pillion.envoy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Files under `src/test/resources/golden` that outputs are compared with, byte for byte.
public final class Golden {
  private static final Path ROOT = Path.of("src/test/resources/golden");
  private static final String COMMAND =
      "run mvn -pl appmesh-envoy test -Dgolden.update=true and read the difference";

  private Golden() {}

  /// The folders, each a scenario.
  public static List<Path> scenarios() {
    try (var folders = Files.list(ROOT)) {
      return folders.filter(Files::isDirectory).sorted().toList();
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
