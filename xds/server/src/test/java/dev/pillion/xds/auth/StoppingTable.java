package dev.pillion.xds.auth;

import dev.pillion.xds.store.KeyRow;
import dev.pillion.xds.store.KeyTable;
import java.util.List;
import java.util.Optional;

/// A table whose user is stopped before a certain replacement, as a kill would.
final class StoppingTable implements KeyTable {
  private final KeyTable table;
  private int left;

  private StoppingTable(KeyTable table, int left) {
    this.table = table;
    this.left = left;
  }

  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  static StoppingTable after(int replacements, KeyTable table) {
    return new StoppingTable(table, replacements);
  }

  @Override
  public boolean replace(KeyRow key, String secret) {
    if (left-- == 0) {
      throw new Stopped();
    }
    return table.replace(key, secret);
  }

  @Override
  public Optional<KeyRow> find(String id) {
    return table.find(id);
  }

  @Override
  public List<KeyRow> list() {
    return table.list();
  }

  @Override
  public void add(KeyRow key) {
    table.add(key);
  }

  @Override
  public boolean remove(String id) {
    return table.remove(id);
  }

  @Override
  public void close() {}
}
