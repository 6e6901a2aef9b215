package dev.pillion.xds.store.dynamodb;

import dev.pillion.mesh.model.MeshException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/// What a table's failures mean, in words with a remedy.
final class Failures {
  private Failures() {}

  /// A question that was not answered.
  static MeshException unreadable(String table, SdkException e) {
    return failure(table, problem(e), remedy(table, e), e);
  }

  /// A write that was refused before anything changed.
  static MeshException unwritten(String table, SdkException e) {
    return failure(
        table, "the write failed and nothing changed (" + problem(e) + ")", remedy(table, e), e);
  }

  /// A write whose outcome nobody told.
  static MeshException unknown(String table, SdkException e) {
    return failure(
        table,
        "it was lost before it told whether the write is done (" + problem(e) + ")",
        "look whether it is, or repeat it with the same client token; " + remedy(table, e),
        e);
  }

  /// A table that another use keeps busy.
  static MeshException busy(String table, SdkException e) {
    return failure(
        table,
        "other writes kept it busy, and nothing changed (" + problem(e) + ")",
        "try again in a moment",
        e);
  }

  /// A table that could not be made ready.
  static MeshException unprepared(String table, SdkException e) {
    return failure(
        table,
        problem(e),
        "see that AWS_REGION is right and that your credentials may create and describe tables, then"
            + " run it again: it goes on where it ended",
        e);
  }

  private static MeshException failure(
      String table, String problem, String remedy, SdkException cause) {
    var failure =
        new MeshException(
            MeshException.Code.UNAVAILABLE, "DynamoDB table " + table, problem, remedy);
    failure.initCause(cause);
    return failure;
  }

  private static String problem(SdkException e) {
    return e instanceof AwsServiceException refused && refused.awsErrorDetails() != null
        ? refused.awsErrorDetails().errorCode() + ": " + refused.awsErrorDetails().errorMessage()
        : "it cannot be reached: " + e.getMessage();
  }

  private static String remedy(String table, SdkException e) {
    return switch (e) {
      case ResourceNotFoundException _ ->
          "create it with 'pillion store init --table %s', or see that AWS_REGION is the table's"
              .formatted(table);
      case AwsServiceException refused
          when refused.statusCode() == 400 || refused.statusCode() == 403 ->
          "give the server's role the policy of cloudformation/store-table.yaml, and see that its"
              + " credentials are valid";
      default ->
          "see that AWS_REGION, the credentials, the endpoint and the network to it are right, then"
              + " try again";
    };
  }
}
