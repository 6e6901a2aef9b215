package dev.pillion.xds.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// One step of a SQLite store's schema, from the version before to its own. It is done in a
/// transaction that is not its own: all of it, or nothing.
///
/// @param version the schema's after it; one more than before
/// @param brings what is new, for people
record Migration(int version, String brings, Work work) {
  /// What a step does; it neither begins nor ends a transaction.
  interface Work {
    void on(Connection connection) throws SQLException;
  }

  /// A step that is SQL and nothing else.
  static Migration of(int version, String brings, String... statements) {
    List<String> all = List.of(statements);
    return new Migration(
        version,
        brings,
        connection -> {
          for (String sql : all) {
            Schema.execute(connection, sql);
          }
        });
  }
}
