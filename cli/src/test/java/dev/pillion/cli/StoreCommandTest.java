package dev.pillion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.regex.Pattern;
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
    Path restored = directory.resolve("restored");
    var back = store("restore", "--from", directory.resolve("copy.db"), restored);
    assertEquals(0, back.status(), back.err());
    assertTrue(back.out().contains("shop  3"), back.out());
    assertEquals(3, store("audit", "--json", restored).out().lines().count());
  }

  @Test
  void aBackupComesBackWithWordOfTheKeysThatAreValidAgain() throws Exception {
    Path data = directory.resolve("data");
    Path copy = directory.resolve("copy.db");
    String revoked = newKey(data);
    String stays = newKey(data);
    assertEquals(0, store("backup", "--to", copy, data).status());
    assertEquals(0, Ran.pillion("keys", "revoke", revoked, "--data", data.toString()).status());
    String gone = newKey(data);

    var restored = store("restore", "--from", copy, data);
    assertEquals(0, restored.status(), restored.err());
    String kept =
        Pattern.compile("the store from before is kept: (\\S+)\n")
            .matcher(restored.out())
            .results()
            .findFirst()
            .orElseThrow()
            .group(1);
    assertTrue(Path.of(kept).getFileName().toString().startsWith("pillion.db.replaced-20"), kept);
    assertTrue(
        restored.out().contains("  pillion keys revoke --data %s %s\n".formatted(data, revoked)),
        restored.out());
    assertTrue(
        restored.out().contains("were made since the backup and are gone: " + gone),
        restored.out());
    assertFalse(restored.out().contains(stays), restored.out());
    assertTrue(Ran.pillion("keys", "list", "--data", data.toString()).out().contains(revoked));

    var json = store("restore", "--json", "--from", kept, data);
    assertEquals(0, json.status(), json.err());
    assertTrue(
        json.out().contains("\"accessKeysValidAgain\": [\"%s\"]".formatted(gone)), json.out());
    assertTrue(json.out().contains("\"accessKeysGone\": [\"%s\"]".formatted(revoked)), json.out());
    assertTrue(json.out().contains("\"comparedWithStoreBefore\": true"), json.out());
  }

  private String newKey(Path data) {
    var made =
        Ran.pillion(
            "keys",
            "create",
            "--json",
            "--data",
            data.toString(),
            "--key-file",
            directory.resolve("key").toString());
    assertEquals(0, made.status(), made.err());
    return Pattern.compile("\"accessKeyId\": \"(\\w+)\"")
        .matcher(made.out())
        .results()
        .findFirst()
        .orElseThrow()
        .group(1);
  }

  @Test
  void aRestoreThatCannotBeIsRefusedByItsExitStatus() throws Exception {
    Path data = directory.resolve("data");
    Path copy = directory.resolve("copy.db");
    newKey(data);
    assertEquals(0, store("backup", "--to", copy, data).status());
    assertEquals(1, store("restore", "--from", directory.resolve("none.db"), data).status());
    Path text = Files.writeString(directory.resolve("text.db"), "no database".repeat(100));
    assertEquals(2, store("restore", "--from", text, data).status());
    var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var _ = XdsServer.start(new XdsConfig(data, any, any), Clock.systemUTC())) {
      var busy = store("restore", "--from", copy, data);
      assertEquals(3, busy.status());
      assertTrue(busy.err().contains("stop that server first"), busy.err());
      assertEquals("", busy.out());
    }
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
