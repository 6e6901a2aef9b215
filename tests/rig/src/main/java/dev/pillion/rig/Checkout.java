package dev.pillion.rig;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// The checkout that holds the working directory.
public final class Checkout {
  private Checkout() {}

  /// Its root.
  public static Path root() {
    return Stream.iterate(
            Optional.of(Path.of("").toAbsolutePath()),
            Optional::isPresent,
            folder -> folder.map(Path::getParent))
        .flatMap(Optional::stream)
        .filter(folder -> Files.isExecutable(folder.resolve("bin/pillion")))
        .findFirst()
        .orElseThrow(
            () -> new RigException("no bin/pillion was found; run this inside a checkout"));
  }

  /// A mesh resource of docs/examples, such as `front`.
  public static Path meshExample(String name) {
    return root().resolve("docs/examples/mesh/" + name + ".json");
  }

  /// A task definition of docs/examples, such as `front`.
  public static Path taskExample(String name) {
    return root().resolve("docs/examples/tasks/" + name + ".json");
  }
}
