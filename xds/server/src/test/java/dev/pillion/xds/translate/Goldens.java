package dev.pillion.xds.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/// The expected texts under `src/test/resources/golden`. `-Dgolden.update=true` writes what has
/// changed and deletes what no scenario has; it is refused where `CI` is set.
final class Goldens {
  private static final Path ROOT = Path.of("src/test/resources/golden");
  private static final String COMMAND =
      "mvn -o test -pl xds/server -am -Dtest=TranslatorGoldenTest -Dgolden.update=true"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  private Goldens() {}

  static boolean updating() {
    boolean asked = Boolean.getBoolean("golden.update");
    if (asked && System.getenv("CI") != null) {
      throw new IllegalStateException("golden.update: not where CI is set; run it by hand");
    }
    return asked;
  }

  static void matches(String scenario, String file, String actual) {
    Path path = ROOT.resolve(scenario).resolve(file);
    try {
      if (updating()) {
        write(path, actual);
      } else if (!Files.exists(path)) {
        fail(path + ": is not there; write it with: " + COMMAND);
      } else {
        assertEquals(Files.readString(path), actual, path + ": differs; if it should: " + COMMAND);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path path, String actual) throws IOException {
    if (Files.exists(path) && Files.readString(path).equals(actual)) {
      return;
    }
    Files.createDirectories(path.getParent());
    Files.writeString(path, actual);
  }

  /// Folders that no scenario has; deleted when updating.
  static void noOrphans(Set<String> scenarios) throws IOException {
    try (var folders = Files.list(ROOT)) {
      var orphans =
          folders
              .filter(folder -> !scenarios.contains(String.valueOf(folder.getFileName())))
              .collect(Collectors.toSet());
      if (updating()) {
        for (Path orphan : orphans) {
          delete(orphan);
        }
      } else {
        assertEquals(Set.of(), orphans, "no scenario has these; delete them with: " + COMMAND);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
