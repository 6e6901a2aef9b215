package dev.pillion.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.JsonFormat;
import dev.pillion.agent.v1.GroupStatus;
import dev.pillion.agent.v1.ServerStatus;
import dev.pillion.xds.XdsConfig;
import dev.pillion.xds.XdsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerStatusTest {
  private XdsServer server;
  private String xds;

  @BeforeEach
  void start(@TempDir Path data) {
    var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server = XdsServer.start(new XdsConfig(data, any, any), Clock.systemUTC());
    xds = "127.0.0.1:" + server.xdsAddress().getPort();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void anEmptyServerSaysWhatToDoFirst() {
    var ran = Ran.pillion("status", "--server", xds);
    assertAll(
        () -> assertEquals(0, ran.status()),
        () -> assertTrue(ran.out().contains("aws appmesh create-mesh"), ran.out()),
        () -> assertTrue(ran.out().contains("no proxy is connected"), ran.out()));
  }

  @Test
  void meshesAreCounted() throws Exception {
    put("/meshes", "{\"meshName\":\"shop\"}");
    put("/meshes/shop/virtualNodes", "{\"virtualNodeName\":\"front\",\"spec\":{}}");
    var text = Ran.pillion("status", "--server", xds).out();
    assertTrue(text.contains("mesh shop, version 2: virtual nodes 1"), text);
  }

  @Test
  void whatAnswers503IsToldWithTheRemedy() {
    var group =
        GroupStatus.newBuilder()
            .setName("mesh/shop/virtualNode/front")
            .addProblems(
                "route color/all: answers 503: virtual node gone is not in mesh shop; create it");
    var text =
        ServerStatusText.of(ServerStatus.newBuilder().addGroups(group).build(), Instant.EPOCH);
    assertTrue(
        text.contains(
            "mesh/shop/virtualNode/front: route color/all: answers 503: virtual node gone is not in mesh shop; create it\n"),
        text);
  }

  @Test
  void programsReadTheSameAsJson() throws Exception {
    put("/meshes", "{\"meshName\":\"shop\"}");
    var status = ServerStatus.newBuilder();
    JsonFormat.parser().merge(Ran.pillion("status", "--server", xds, "--json").out(), status);
    assertEquals("shop", status.getMeshes(0).getName());
    assertEquals(1, status.getMeshes(0).getVersion());
  }

  private void put(String path, String body) throws Exception {
    var uri = URI.create("http://127.0.0.1:" + server.apiAddress().getPort() + "/v20190125" + path);
    try (var http = HttpClient.newHttpClient()) {
      var answer =
          http.send(
              HttpRequest.newBuilder(uri)
                  .PUT(HttpRequest.BodyPublishers.ofString(body))
                  .header("content-type", "application/json")
                  .build(),
              BodyHandlers.ofString());
      assertEquals(200, answer.statusCode(), answer.body());
    }
  }
}
