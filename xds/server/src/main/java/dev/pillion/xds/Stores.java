package dev.pillion.xds;

import dev.pillion.xds.store.KeyTable;
import dev.pillion.xds.store.MeshStore;
import dev.pillion.xds.store.WriteLog;
import dev.pillion.xds.store.dynamodb.DynamoKeyTable;
import dev.pillion.xds.store.dynamodb.DynamoLedger;
import dev.pillion.xds.store.dynamodb.DynamoTable;
import java.nio.file.Path;
import java.time.Clock;

/// Opens what a server keeps, wherever that is. The classes of the AWS SDK are loaded where
/// DynamoDB is chosen, and nowhere else.
public final class Stores {
  private Stores() {}

  /// The access keys.
  ///
  /// @param data for a store in the data directory
  public static KeyTable keys(StoreChoice store, Path data) {
    return switch (store) {
      case StoreChoice.Sqlite() -> KeyTable.open(data);
      case StoreChoice.DynamoDb(var table) -> DynamoKeyTable.open(DynamoTable.named(table));
    };
  }

  /// What was written.
  ///
  /// @param data for a store in the data directory
  public static WriteLog log(StoreChoice store, Path data) {
    return switch (store) {
      case StoreChoice.Sqlite() -> WriteLog.of(data);
      case StoreChoice.DynamoDb(var table) -> DynamoLedger.open(DynamoTable.named(table));
    };
  }

  static MeshStore meshes(XdsConfig config, Clock clock) {
    String account = config.identity().account();
    var quotas = config.settings().quotas();
    return switch (config.store()) {
      case StoreChoice.Sqlite() -> MeshStore.open(config.data(), account, quotas, clock);
      case StoreChoice.DynamoDb(var table) ->
          MeshStore.over(DynamoLedger.open(DynamoTable.named(table)), account, quotas, clock);
    };
  }
}
