package dev.pillion.routes.apply;

import dev.pillion.routes.plan.SavedRules;
import dev.pillion.routes.spec.Backend;
import dev.pillion.routes.spec.Exit;
import dev.pillion.routes.spec.Family;
import dev.pillion.routes.spec.RouteException;
import java.io.IOException;
import java.util.List;

/// One backend's commands, called by their own names: an image need not have alternatives set.
record Iptables(Backend backend, Commands commands, NetworkNamespace namespace) {
  /// Seconds to wait for another program's lock; nf_tables has none and takes the option.
  private static final String WAIT = "--wait=5";

  /// What it holds for a family.
  ///
  /// @throws RouteException when it cannot be asked
  SavedRules save(Family family) {
    if (backend == Backend.LEGACY && !namespace.hasLegacyTables(family)) {
      return SavedRules.EMPTY;
    }
    return SavedRules.parse(run(List.of(backend.command(family, "save")), ""));
  }

  /// Carries out the text, one transaction a table; no text is no call.
  ///
  /// @throws RouteException when the kernel refuses; no rule of that table is changed then
  void restore(Family family, String text) {
    if (!text.isEmpty()) {
      run(List.of(backend.command(family, "restore"), "--noflush", WAIT), text);
    }
  }

  private String run(List<String> command, String input) {
    try {
      var result = commands.run(command, input);
      if (result.exit() == 0) {
        return result.out();
      }
      throw new RouteException(
          Exit.FAILED,
          command.getFirst(),
          "exit " + result.exit() + ", " + reason(result.err()),
          remedy(result.err()));
    } catch (IOException failed) {
      throw new RouteException(
          Exit.FAILED,
          command.getFirst(),
          "cannot be started (" + failed.getMessage() + ")",
          "use an image that has iptables with both backends");
    }
  }

  /// The first line that says something.
  private static String reason(String err) {
    for (var line : err.split("\n", -1)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        return line.strip();
      }
    }
    return "no reason given";
  }

  private String remedy(String err) {
    if (err.contains("Permission denied")
        || err.contains("Operation not permitted")
        || err.contains("unable to initialize table")) {
      return backend == Backend.NFT
          ? "give the container NET_ADMIN"
          : "give the container NET_ADMIN and NET_RAW and load the kernel module of the table, or"
              + " set PILLION_IPTABLES=nft";
    }
    if (err.contains("lock")) {
      return "end the program that holds the lock, and see that /run can be written";
    }
    return "see with --print what it was given";
  }
}
