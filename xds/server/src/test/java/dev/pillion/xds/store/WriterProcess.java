package dev.pillion.xds.store;

import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.state.Quotas;
import dev.pillion.xds.store.dynamodb.DynamoLedger;
import dev.pillion.xds.store.dynamodb.DynamoTable;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/// A process that writes without end and says so after each write: what the crash test kills.
final class WriterProcess {
  static final String ACCOUNT = "123456789012";
  static final String MESH = "shop";
  static final ResourceId CONTESTED = new ResourceId.VirtualNode("contested");

  private WriterProcess() {}

  /// Writes from a number on.
  ///
  /// @param arguments `sqlite DIRECTORY FIRST` or `dynamodb TABLE ENDPOINT FIRST`
  public static void main(String[] arguments) {
    MeshStore store =
        arguments[0].equals("sqlite")
            ? MeshStore.open(Path.of(arguments[1]), ACCOUNT, Clock.systemUTC())
            : MeshStore.over(
                DynamoLedger.open(table(arguments[1], URI.create(arguments[2]))),
                ACCOUNT,
                Quotas.USUAL,
                Clock.systemUTC());
    int first = Integer.parseInt(arguments[arguments.length - 1]);
    for (int number = first; number < 1_000_000; number++) {
      store.commit(write(number));
      System.out.println(number);
    }
  }

  private static DynamoTable table(String name, URI endpoint) {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    return new DynamoTable(name, Optional.of("us-east-1"), Optional.of(endpoint));
  }

  /// The write of that number, always the same: a virtual node, one that it provides, or an update
  /// of a node that is there.
  static Change write(int number) {
    String token = "token-" + number;
    return switch (number % 3) {
      case 0 -> Changes.create(MESH, node(number), Changes.NODE, token);
      case 1 ->
          Changes.create(
              MESH,
              service(number),
              "{'provider':{'virtualNode':{'virtualNodeName':'%s'}}}"
                  .formatted(node(number - 1).name()),
              token);
      default ->
          Changes.update(MESH, CONTESTED, Changes.NODE.replace("red", "red" + number), token);
    };
  }

  static ResourceId node(int number) {
    return new ResourceId.VirtualNode("n" + number);
  }

  static ResourceId service(int number) {
    return new ResourceId.VirtualService("s" + number);
  }
}
