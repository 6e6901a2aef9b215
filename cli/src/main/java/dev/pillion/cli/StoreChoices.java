package dev.pillion.cli;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.xds.StoreChoice;

/// A store as a person types it: `sqlite` or `dynamodb:TABLE`. It is apart from the options, which
/// every program loads, with the server's jars or without them.
final class StoreChoices {
  private static final String DYNAMODB = "dynamodb:";

  private StoreChoices() {}

  static StoreChoice of(String text) {
    if (text.equals("sqlite")) {
      return new StoreChoice.Sqlite();
    }
    if (text.startsWith(DYNAMODB) && text.length() > DYNAMODB.length()) {
      return new StoreChoice.DynamoDb(text.substring(DYNAMODB.length()));
    }
    throw new MeshException(
        MeshException.Code.INVALID,
        "store '" + text + "'",
        "there is no such kind",
        "write sqlite or dynamodb:TABLE");
  }
}
