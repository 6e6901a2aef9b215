package dev.pillion.bench.api;

import dev.pillion.dynamodb.DynamoDbLocal;
import dev.pillion.rig.Checkout;
import dev.pillion.rig.RigException;
import dev.pillion.rig.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A table in a DynamoDB Local of its own, made by `pillion store init`.
final class Table implements AutoCloseable {
  private static final String NAME = "bench";

  private final DynamoDbLocal dynamo = DynamoDbLocal.start();

  /// A server that keeps its meshes in it.
  ///
  /// @param folder for its logs
  Server server(Path folder) {
    init();
    return Server.in(folder, List.of("--store", "dynamodb:" + NAME), environment());
  }

  private void init() {
    var command =
        List.of(
            Checkout.root().resolve("bin/pillion").toString(), "store", "init", "--table", NAME);
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment());
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      if (builder.start().waitFor() != 0) {
        throw new RigException("the table could not be made; see what stands above");
      }
    } catch (IOException e) {
      throw new RigException("bin/pillion cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RigException("interrupted", e);
    }
  }

  private Map<String, String> environment() {
    return Map.of(
        "AWS_ENDPOINT_URL_DYNAMODB", dynamo.endpoint().toString(),
        "AWS_REGION", "us-east-1",
        "AWS_ACCESS_KEY_ID", "bench",
        "AWS_SECRET_ACCESS_KEY", "bench");
  }

  @Override
  public void close() {
    dynamo.close();
  }
}
