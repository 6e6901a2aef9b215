package dev.pillion.xds.store.dynamodb;

import dev.pillion.xds.store.Entry;
import dev.pillion.xds.store.Ledger.Appended;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/// Sends one write's transaction, again where another one was in its way.
final class Writing {
  private static final int ATTEMPTS = 8;
  private static final long FIRST_PAUSE_MILLIS = 10;

  private Writing() {}

  /// @param write makes it known when the SDK sends it again, so that it is done once
  static Appended write(DynamoDbClient client, String table, Entry entry, String write) {
    List<TransactWriteItem> items = Transaction.of(table, entry, write);
    for (int attempt = 1; ; attempt++) {
      try {
        client.transactWriteItems(
            request -> request.transactItems(items).clientRequestToken(write));
        return new Appended.Written();
      } catch (TransactionCanceledException e) {
        // The version is the first item: if that was not the one before, the write is decided anew.
        if (code(e, 0).equals("ConditionalCheckFailed")) {
          return new Appended.Overtaken();
        }
        if (!passing(e)) {
          return new Appended.Failed(Failures.unwritten(table, e));
        }
        if (attempt == ATTEMPTS) {
          return failed(table, e);
        }
      } catch (TransactionInProgressException e) {
        if (attempt == ATTEMPTS) {
          return failed(table, e);
        }
      }
      pause(attempt);
    }
  }

  private static Appended failed(String table, DynamoDbException e) {
    return new Appended.Failed(Failures.busy(table, e));
  }

  /// Whether all reasons are such that go away.
  private static boolean passing(TransactionCanceledException e) {
    return e.cancellationReasons().stream()
        .map(CancellationReason::code)
        .allMatch(code ->
            List.of(
                    "None",
                    "TransactionConflict",
                    "ThrottlingError",
                    "ProvisionedThroughputExceeded")
                .contains(code));
  }

  private static String code(TransactionCanceledException e, int item) {
    return e.hasCancellationReasons() && e.cancellationReasons().size() > item
        ? e.cancellationReasons().get(item).code()
        : "";
  }

  private static void pause(int attempt) {
    long most = FIRST_PAUSE_MILLIS << attempt;
    LockSupport.parkNanos(
        TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(1, most)));
  }
}
