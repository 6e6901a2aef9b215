package dev.pillion.xds.store.dynamodb;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// Reads of the table, all of them strongly consistent.
final class Queries {
  private final DynamoDbClient client;
  private final String table;

  Queries(DynamoDbClient client, String table) {
    this.client = client;
    this.table = table;
  }

  Optional<Item> one(String partition, String sort) {
    try {
      var answer =
          client.getItem(request ->
              request.tableName(table).consistentRead(true).key(Keys.key(partition, sort)));
      return answer.hasItem() && !answer.item().isEmpty()
          ? Optional.of(new Item(answer.item()))
          : Optional.empty();
    } catch (SdkException e) {
      throw Failures.unreadable(table, e);
    }
  }

  /// All items of the partition whose sort key begins so; all where that is empty.
  List<Item> all(String partition, String beginning) {
    var query = query(partition);
    if (beginning.isEmpty()) {
      query.keyConditionExpression("pk = :pk");
    } else {
      query
          .keyConditionExpression("pk = :pk AND begins_with(sk, :beginning)")
          .expressionAttributeValues(values(partition, ":beginning", beginning));
    }
    return run(query, Integer.MAX_VALUE);
  }

  List<Item> between(String partition, String first, String last) {
    var values = values(partition, ":first", first);
    values.put(":last", AttributeValue.fromS(last));
    return run(
        query(partition)
            .keyConditionExpression("pk = :pk AND sk BETWEEN :first AND :last")
            .expressionAttributeValues(values),
        Integer.MAX_VALUE);
  }

  /// The first items from there on.
  List<Item> upFrom(String partition, String first, int limit) {
    return run(
        query(partition)
            .keyConditionExpression("pk = :pk AND sk >= :first")
            .expressionAttributeValues(values(partition, ":first", first)),
        limit);
  }

  /// The last items, those before the given one.
  List<Item> downFrom(String partition, Optional<String> before, int limit) {
    var query = query(partition).scanIndexForward(false).keyConditionExpression("pk = :pk");
    before.ifPresent(sort ->
        query
            .keyConditionExpression("pk = :pk AND sk < :before")
            .expressionAttributeValues(values(partition, ":before", sort)));
    return run(query, limit);
  }

  private QueryRequest.Builder query(String partition) {
    return QueryRequest.builder()
        .tableName(table)
        .consistentRead(true)
        .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(partition)));
  }

  private static Map<String, AttributeValue> values(String partition, String name, String text) {
    var values = new HashMap<String, AttributeValue>();
    values.put(":pk", AttributeValue.fromS(partition));
    values.put(name, AttributeValue.fromS(text));
    return values;
  }

  private List<Item> run(QueryRequest.Builder query, int limit) {
    if (limit < Integer.MAX_VALUE) {
      query.limit(limit);
    }
    try {
      Stream<Map<String, AttributeValue>> items =
          client.queryPaginator(query.build()).items().stream();
      return items.limit(limit).map(Item::new).toList();
    } catch (SdkException e) {
      throw Failures.unreadable(table, e);
    }
  }
}
