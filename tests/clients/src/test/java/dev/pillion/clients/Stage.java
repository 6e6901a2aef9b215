package dev.pillion.clients;

import dev.pillion.rig.Folders;
import dev.pillion.xds.api.ApiServer;
import dev.pillion.xds.api.Identity;
import dev.pillion.xds.store.MeshStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/// A server on SQLite, and each of the stock clients with nothing set but the endpoint.
final class Stage implements AutoCloseable {
  static final String ACCOUNT = Identity.DEVELOPMENT.account();

  private final Path folder;
  private final MeshStore store;
  private final ApiServer server;
  private final Boto3 boto3;
  private final List<Client> clients;

  private Stage(Path folder) {
    this.folder = folder;
    this.store = MeshStore.open(folder, ACCOUNT, Clock.systemUTC());
    this.server = serve(store);
    this.boto3 = new Boto3(Python.find(), Target.once(endpoint()));
    this.clients = clients(Target.once(endpoint()), boto3);
  }

  static Stage open() {
    try {
      return new Stage(Files.createTempDirectory("pillion-clients"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Serves a store on any port.
  static ApiServer serve(MeshStore store) {
    return ApiServer.listen("127.0.0.1", 0, store, Identity.DEVELOPMENT);
  }

  static URI endpoint(ApiServer server) {
    return URI.create("http://127.0.0.1:" + server.address().getPort());
  }

  URI endpoint() {
    return endpoint(server);
  }

  /// Each stock client, pointed at the target.
  static List<Client> clients(Target target) {
    return clients(target, new Boto3(Python.find(), target));
  }

  private static List<Client> clients(Target target, Boto3 boto3) {
    return List.of(new AwsCli(Python.find(), target), boto3, new JavaSdk(target));
  }

  List<Client> clients() {
    return clients;
  }

  Boto3 boto3() {
    return boto3;
  }

  @Override
  public void close() {
    clients.forEach(Client::close);
    server.close();
    store.close();
    Folders.remove(folder);
  }
}
