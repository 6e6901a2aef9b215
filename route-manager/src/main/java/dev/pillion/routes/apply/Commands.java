package dev.pillion.routes.apply;

import java.io.IOException;
import java.util.List;

/// Runs programs to their end.
interface Commands {
  /// What a program left behind.
  record Result(int exit, String out, String err) {}

  /// Runs one with its standard input given.
  ///
  /// @throws IOException when it cannot be started
  Result run(List<String> command, String input) throws IOException;
}
