package dev.pillion.xds.store;

import dev.pillion.dynamodb.DynamoDbLocal;
import dev.pillion.xds.store.dynamodb.DynamoTable;
import dev.pillion.xds.store.dynamodb.TableSetup;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/// The DynamoDB that the tests of one run share.
final class Local {
  private static final DynamoDbLocal SHARED = DynamoDbLocal.start();

  static {
    // It takes any credentials, but it asks for some.
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
  }

  private Local() {}

  /// A new table.
  static DynamoTable table() {
    DynamoTable table = at("pillion-" + UUID.randomUUID(), SHARED.endpoint());
    TableSetup.run(table);
    return table;
  }

  static DynamoTable at(String name, URI endpoint) {
    return new DynamoTable(name, Optional.of("us-east-1"), Optional.of(endpoint));
  }

  static URI endpoint() {
    return SHARED.endpoint();
  }
}
