package dev.pillion.xds.store.dynamodb;

import dev.pillion.mesh.model.MeshException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ContinuousBackupsStatus;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryStatus;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/// Makes a table as the store needs it, or brings one that is there to it. The template
/// cloudformation/store-table.yaml makes the same.
public final class TableSetup {
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final int LOOKS = 240;

  private final DynamoDbClient client;
  private final String table;
  private final List<String> done = new ArrayList<>();

  private TableSetup(DynamoDbClient client, String table) {
    this.client = client;
    this.table = table;
  }

  /// Does what is left to do and waits until the table can be used.
  ///
  /// @return what was done, a line each
  public static List<String> run(DynamoTable table) {
    try (DynamoDbClient client = table.client()) {
      var setup = new TableSetup(client, table.name());
      setup.table();
      setup.timeToLive();
      setup.recovery();
      return List.copyOf(setup.done);
    } catch (SdkException e) {
      throw Failures.unprepared(table.name(), e);
    }
  }

  /// The table to create.
  static CreateTableRequest request(String table) {
    return CreateTableRequest.builder()
        .tableName(table)
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .deletionProtectionEnabled(true)
        .attributeDefinitions(text(Keys.PARTITION), text(Keys.SORT))
        .keySchema(key(Keys.PARTITION, KeyType.HASH), key(Keys.SORT, KeyType.RANGE))
        .build();
  }

  private void table() {
    try {
      TableDescription found = client.describeTable(ask -> ask.tableName(table)).table();
      if (!Set.copyOf(found.keySchema()).equals(Set.copyOf(request(table).keySchema()))) {
        throw new MeshException(
            MeshException.Code.INVALID,
            "DynamoDB table " + table,
            "it is there with other keys (%s)".formatted(keys(found)),
            "it is not Pillion's: name another one");
      }
      done.add("table " + table + " is there");
    } catch (ResourceNotFoundException _) {
      client.createTable(request(table));
      done.add("table " + table + " created");
    }
    try (var waiter = client.waiter()) {
      waiter.waitUntilTableExists(
          ask -> ask.tableName(table),
          wait ->
              wait.maxAttempts(LOOKS)
                  .backoffStrategyV2(BackoffStrategy.fixedDelayWithoutJitter(LOOK)));
    }
  }

  private void timeToLive() {
    TimeToLiveStatus status =
        client
            .describeTimeToLive(ask -> ask.tableName(table))
            .timeToLiveDescription()
            .timeToLiveStatus();
    if (status == TimeToLiveStatus.ENABLED || status == TimeToLiveStatus.ENABLING) {
      done.add("time to live is on");
      return;
    }
    client.updateTimeToLive(ask ->
        ask.tableName(table)
            .timeToLiveSpecification(ttl -> ttl.enabled(true).attributeName(Keys.EXPIRES)));
    done.add("time to live turned on");
  }

  private void recovery() {
    try {
      var backups =
          client
              .describeContinuousBackups(ask -> ask.tableName(table))
              .continuousBackupsDescription();
      if (backups.continuousBackupsStatus() == ContinuousBackupsStatus.ENABLED
          && backups.pointInTimeRecoveryDescription().pointInTimeRecoveryStatus()
              == PointInTimeRecoveryStatus.ENABLED) {
        done.add("point-in-time recovery is on");
        return;
      }
      client.updateContinuousBackups(ask ->
          ask.tableName(table)
              .pointInTimeRecoverySpecification(pitr -> pitr.pointInTimeRecoveryEnabled(true)));
      done.add("point-in-time recovery turned on");
    } catch (AwsServiceException e) {
      if (!e.awsErrorDetails().errorCode().equals("UnknownOperationException")) {
        throw e;
      }
      done.add("point-in-time recovery is not known to this endpoint");
    }
  }

  private static String keys(TableDescription found) {
    return found.keySchema().stream()
        .map(KeySchemaElement::attributeName)
        .collect(Collectors.joining(", "));
  }

  private static AttributeDefinition text(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }
}
