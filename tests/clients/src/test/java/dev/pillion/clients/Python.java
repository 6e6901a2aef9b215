package dev.pillion.clients;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The Python environment that holds the AWS CLI and boto3.
record Python(Path home) {
  static Python find() {
    String given = System.getenv("PILLION_PYTHON_HOME");
    if (given != null) {
      return checked(Path.of(given));
    }
    for (@Nullable Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path home = at.resolve(".cache/python");
      if (Files.exists(home)) {
        return checked(home);
      }
    }
    throw new IllegalStateException("no Python environment: run scripts/setup python");
  }

  Path program(String name) {
    return home.resolve("bin").resolve(name);
  }

  private static Python checked(Path home) {
    if (!Files.isExecutable(home.resolve("bin/aws"))) {
      throw new IllegalStateException(home + " has no bin/aws: run scripts/setup python");
    }
    return new Python(home);
  }
}
