package dev.pillion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.xds.XdsConfig;
import dev.pillion.xds.XdsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands on the store of a server that runs.
final class StoreCommandTest {
  @TempDir private Path directory;

  @Test
  void historyAndAuditTellOfWritesWhileTheServerRuns() throws Exception {
    Path data = directory.resolve("data");
    var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var server = XdsServer.start(new XdsConfig(data, any, any), Clock.systemUTC())) {
      put(server, "/v20190125/meshes", "{\"meshName\":\"shop\"}");
      put(
          server,
          "/v20190125/meshes/shop/virtualNodes",
          "{\"virtualNodeName\":\"front\",\"spec\":{}}");
      put(server, "/v20190125/meshes/shop/virtualNodes/front", "{\"spec\":{\"backends\":[]}}");
      var history = store("history", "--mesh", "shop", "virtualNode/front", data);
      assertEquals(0, history.status(), history.err());
      assertTrue(
          history.out().matches("(?s)VERSION .*2 +\\S+ +update +.*1 +\\S+ +create +.*"),
          history.out());
      var json = store("history", "--mesh", "shop", "virtualNode/front", "--json", data);
      assertTrue(json.out().lines().findFirst().orElse("").contains("\"spec\":{\"backends\":[]}"));
      var audit = store("audit", "--json", "--after", "shop/1/0", data);
      assertEquals(2, audit.out().lines().count(), audit.out());
      assertTrue(audit.out().contains("\"resource\":\"virtualNode/front\""), audit.out());
      assertTrue(audit.out().contains("\"before\":1,\"after\":2"), audit.out());
      var copied = store("backup", "--to", directory.resolve("copy.db").toString(), data);
      assertEquals(0, copied.status(), copied.err());
    }
    Path restored = Files.createDirectory(directory.resolve("restored"));
    Files.move(directory.resolve("copy.db"), restored.resolve("pillion.db"));
    assertEquals(3, store("audit", "--json", restored).out().lines().count());
  }

  @Test
  void whatIsNotThereIsToldWithTheRemedy() {
    var none = store("audit", directory.resolve("none"));
    assertEquals(1, none.status());
    assertTrue(none.err().contains("give the server's data directory with --data"), none.err());
    var resource = store("history", "--mesh", "shop", "front", directory);
    assertEquals(2, resource.status());
    assertTrue(resource.err().contains("write it like virtualNode/front"), resource.err());
  }

  @Test
  void anUnknownStoreIsRefusedWithTheKinds() {
    var ran = Ran.pillion("store", "audit", "--store", "oracle");
    assertEquals(2, ran.status());
    assertTrue(ran.err().contains("write sqlite or dynamodb:TABLE"), ran.err());
  }

  private static void put(XdsServer server, String path, String body) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.0.1:" + server.apiAddress().getPort() + path);
      var request = HttpRequest.newBuilder(uri).PUT(BodyPublishers.ofString(body)).build();
      assertEquals(200, client.send(request, BodyHandlers.discarding()).statusCode());
    }
  }

  /// The last argument is the data directory.
  private static Ran store(Object... arguments) {
    var all = new String[arguments.length + 2];
    all[0] = "store";
    for (int i = 0; i < arguments.length - 1; i++) {
      all[i + 1] = arguments[i].toString();
    }
    all[arguments.length] = "--data";
    all[arguments.length + 1] = arguments[arguments.length - 1].toString();
    return Ran.pillion(all);
  }
}
