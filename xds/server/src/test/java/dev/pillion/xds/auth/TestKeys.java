package dev.pillion.xds.auth;

import dev.pillion.xds.store.KeyRow;
import dev.pillion.xds.store.KeyTable;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Access keys in a real table, sealed with a real key file.
public final class TestKeys implements AutoCloseable {
  static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  static final Instant NOW = Instant.parse("2015-08-30T12:36:00Z");

  final KeyTable table;
  final KeySource source;
  final Path file;
  final List<String> said = new ArrayList<>();

  private TestKeys(Path directory) {
    this.table = KeyTable.open(directory.resolve("data"));
    this.file = directory.resolve("etc/pillion.key");
    this.source = new KeySource(Optional.of(file), Optional.empty());
  }

  public static TestKeys in(Path directory) {
    return new TestKeys(directory);
  }

  /// A key with the id and secret of AWS's examples.
  TestKeys withExample(Role role) {
    if (!new KeyFile(file).exists()) {
      new KeyFile(file).create();
    }
    String sealed = Vault.of(source).seal("AKIDEXAMPLE", SECRET);
    table.add(new KeyRow("AKIDEXAMPLE", role.word(), role.boundTo(), sealed, "", NOW));
    return this;
  }

  public KeyChest chest() {
    return new KeyChest(table, source, InstantSource.fixed(NOW), said::add);
  }

  public AccessKeys keys() {
    return AccessKeys.of(table, source);
  }

  Authentication at(Instant now, SigningScope scope) {
    return new Authentication(keys(), scope, InstantSource.fixed(now));
  }

  @Override
  public void close() {
    table.close();
  }
}
