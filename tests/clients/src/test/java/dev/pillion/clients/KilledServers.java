package dev.pillion.clients;

import dev.pillion.dynamodb.DynamoDbLocal;
import dev.pillion.rig.Server;
import dev.pillion.xds.store.WriteLog;
import dev.pillion.xds.store.dynamodb.DynamoLedger;
import dev.pillion.xds.store.dynamodb.DynamoTable;
import dev.pillion.xds.store.dynamodb.TableSetup;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Real servers over one store, of which the one that serves is killed.
interface KilledServers extends AutoCloseable {
  /// They live for a second or two: what the second compiler makes would never pay.
  String QUICK = "-XX:TieredStopAtLevel=1";

  private static Map<String, String> java(Path temporary) {
    return Map.of("JAVA_TOOL_OPTIONS", QUICK + " -Djava.io.tmpdir=" + temporary);
  }

  /// Where the killed ones have their temporary files.
  Path temporary();

  /// Where the one that serves is.
  URI api();

  /// SIGKILL to the one that serves.
  void kill();

  /// Waits until one serves.
  void serveAgain();

  /// Ends all of them, and returns what they wrote.
  WriteLog stop();

  @Override
  void close();

  /// One, which is started again.
  final class OnSqlite implements KilledServers {
    private final Path folder;
    private final Server server;

    OnSqlite(Path folder) throws IOException {
      this.folder = folder;
      this.server =
          Server.in(folder, List.of(), java(Files.createDirectory(folder.resolve("temporary"))));
      server.start();
    }

    @Override
    public Path temporary() {
      return folder.resolve("temporary");
    }

    @Override
    public URI api() {
      return server.api();
    }

    @Override
    public void kill() {
      server.kill9();
    }

    @Override
    public void serveAgain() {
      server.start();
    }

    @Override
    public WriteLog stop() {
      server.stop();
      return WriteLog.of(folder.resolve("data"));
    }

    @Override
    public void close() {
      server.close();
    }
  }

  /// Two on one table: the other one takes over while the killed one is started again.
  final class OnDynamoDb implements KilledServers {
    private static final String TABLE = "kills";

    private final Path temporary;
    private final DynamoDbLocal dynamo = DynamoDbLocal.start();
    private final DynamoTable table;
    private Server serving;
    private Server standby;
    private CompletableFuture<Void> ready = CompletableFuture.completedFuture(null);

    OnDynamoDb(Path folder) throws IOException {
      // DynamoDB Local takes any, but it asks for some.
      System.setProperty("aws.accessKeyId", "test");
      System.setProperty("aws.secretAccessKey", "test");
      this.temporary = Files.createDirectory(folder.resolve("temporary"));
      this.table = new DynamoTable(TABLE, Optional.of("us-east-1"), Optional.of(dynamo.endpoint()));
      TableSetup.run(table);
      this.serving = server(Files.createDirectory(folder.resolve("one")));
      this.standby = server(Files.createDirectory(folder.resolve("other")));
      serving.start();
      start(standby);
    }

    private Server server(Path folder) {
      var environment = new HashMap<>(java(temporary));
      environment.put("AWS_ENDPOINT_URL_DYNAMODB", dynamo.endpoint().toString());
      environment.put("AWS_REGION", "us-east-1");
      environment.put("AWS_ACCESS_KEY_ID", "test");
      environment.put("AWS_SECRET_ACCESS_KEY", "test");
      return Server.in(folder, List.of("--store", "dynamodb:" + TABLE), environment);
    }

    private void start(Server server) {
      ready = CompletableFuture.runAsync(server::start);
    }

    @Override
    public Path temporary() {
      return temporary;
    }

    @Override
    public URI api() {
      return serving.api();
    }

    @Override
    public void kill() {
      serving.kill9();
    }

    @Override
    public void serveAgain() {
      ready.join();
      Server killed = serving;
      serving = standby;
      standby = killed;
      start(killed);
    }

    @Override
    public WriteLog stop() {
      ready.join();
      serving.stop();
      standby.stop();
      return DynamoLedger.open(table);
    }

    @Override
    public void close() {
      ready.exceptionally(_ -> null).join();
      serving.close();
      standby.close();
      dynamo.close();
    }
  }
}
