package dev.pillion.xds;

/// Which store a server keeps its meshes in.
public sealed interface StoreChoice {
  /// SQLite, in the data directory.
  record Sqlite() implements StoreChoice {}

  /// A DynamoDB table, found by the AWS SDK's own settings.
  record DynamoDb(String table) implements StoreChoice {}
}
