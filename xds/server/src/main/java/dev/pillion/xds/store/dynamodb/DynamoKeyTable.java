package dev.pillion.xds.store.dynamodb;

import dev.pillion.xds.store.KeyRow;
import dev.pillion.xds.store.KeyTable;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/// The access keys in the meshes' table: the same for every server that shares it.
public final class DynamoKeyTable implements KeyTable {
  /// DynamoDB takes no empty key and none beyond 1,024 bytes. No id is either, whatever clients
  /// send.
  private static final int LONGEST_ID = 128;

  private final DynamoDbClient client;
  private final String table;
  private final Queries queries;

  private DynamoKeyTable(DynamoDbClient client, String table) {
    this.client = client;
    this.table = table;
    this.queries = new Queries(client, table);
  }

  /// Opens the table, which must be there.
  public static DynamoKeyTable open(DynamoTable table) {
    return new DynamoKeyTable(table.client(), table.name());
  }

  @Override
  public Optional<KeyRow> find(String id) {
    return id.isEmpty() || id.length() > LONGEST_ID
        ? Optional.empty()
        : queries.one(Keys.ACCESS_KEYS, id).map(DynamoKeyTable::row);
  }

  @Override
  public List<KeyRow> list() {
    return queries.all(Keys.ACCESS_KEYS, "").stream().map(DynamoKeyTable::row).toList();
  }

  @Override
  public void add(KeyRow key) {
    try {
      client.putItem(put ->
          put.tableName(table).item(item(key)).conditionExpression("attribute_not_exists(pk)"));
    } catch (SdkException e) {
      throw Failures.unwritten(table, e);
    }
  }

  @Override
  public boolean replace(KeyRow key, String secret) {
    try {
      client.putItem(put ->
          put.tableName(table)
              .item(item(key))
              .conditionExpression("#secret = :secret")
              .expressionAttributeNames(Map.of("#secret", "secret"))
              .expressionAttributeValues(Map.of(":secret", AttributeValue.fromS(secret))));
      return true;
    } catch (ConditionalCheckFailedException _) {
      return false;
    } catch (SdkException e) {
      throw Failures.unwritten(table, e);
    }
  }

  @Override
  public boolean remove(String id) {
    if (find(id).isEmpty()) {
      return false;
    }
    try {
      return client
          .deleteItem(delete ->
              delete
                  .tableName(table)
                  .key(Keys.key(Keys.ACCESS_KEYS, id))
                  .returnValues(ReturnValue.ALL_OLD))
          .hasAttributes();
    } catch (SdkException e) {
      throw Failures.unwritten(table, e);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private static Map<String, AttributeValue> item(KeyRow key) {
    return new Item()
        .with("role", key.role())
        .with("meshes", String.join("\n", key.meshes()))
        .with("secret", key.secret())
        .with("note", key.note())
        .with("createdAt", key.created().toEpochMilli())
        .at(Keys.ACCESS_KEYS, key.id());
  }

  private static KeyRow row(Item item) {
    String meshes = item.text("meshes");
    return new KeyRow(
        item.text(Keys.SORT),
        item.text("role"),
        new TreeSet<>(meshes.isEmpty() ? List.of() : Arrays.asList(meshes.split("\n", -1))),
        item.text("secret"),
        item.text("note"),
        Instant.ofEpochMilli(item.number("createdAt")));
  }
}
