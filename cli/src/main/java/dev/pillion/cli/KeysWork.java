package dev.pillion.cli;

import dev.pillion.xds.Stores;
import dev.pillion.xds.auth.KeyChest;
import dev.pillion.xds.auth.NewKey;
import dev.pillion.xds.auth.Role;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// What `pillion keys` does and prints. It is apart from the command's own class, which every
/// program loads, with the server's jars or without them.
record KeysWork(KeyOptions options, PrintWriter out, PrintWriter err) {
  /// A key that somebody asks for.
  record Wanted(String role, Set<String> meshes, String note) {
    Role checked() {
      return Role.of(role, meshes);
    }
  }

  int create(Wanted wanted, boolean json) {
    Role role = wanted.checked();
    return on(chest -> show(chest.create(role, wanted.note()), json));
  }

  int createFirst(Wanted wanted, boolean json) {
    Role role = wanted.checked();
    return on(chest ->
        chest
            .createFirst(role, wanted.note())
            .ifPresentOrElse(
                key -> show(key, json),
                () -> err.println("pillion keys: there are keys already, so none was made")));
  }

  int list(boolean json) {
    return on(chest ->
        out.print(json ? KeysText.json(chest.list()) : KeysText.of(chest.list(), Instant.now())));
  }

  int revoke(String id) {
    return on(chest -> {
      chest.revoke(id);
      out.println("revoked " + id);
    });
  }

  int rewrap(Optional<Path> other) {
    return on(chest -> {
      int keys = other.map(chest::rewrapTo).orElseGet(chest::rewrap);
      out.printf("sealed anew: %d%n", keys);
      other.ifPresent(file ->
          out.printf(
              "next: start the server with PILLION_KEY_FILE=%s; then remove the old one%n",
              file.toAbsolutePath()));
    });
  }

  private void show(NewKey key, boolean json) {
    out.print(json ? KeysText.json(key) : KeysText.of(key));
  }

  private int on(Consumer<KeyChest> work) {
    Logs.quiet();
    try (var table = Stores.keys(StoreChoices.of(options.store()), options.data())) {
      work.accept(
          new KeyChest(
              table,
              KeySources.of(options),
              Clock.systemUTC(),
              said -> err.println("pillion keys: " + said)));
    }
    out.flush();
    return 0;
  }
}
