package dev.pillion.agent.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class HostIdentityTest {
  private static HostIdentity where(String answer) throws IOException {
    var ecs = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ecs.createContext(
        "/v1/metadata",
        exchange -> {
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    ecs.start();
    try {
      return HostIdentity.find(
          URI.create("http://127.0.0.1:" + ecs.getAddress().getPort() + "/v1/metadata"));
    } finally {
      ecs.stop(0);
    }
  }

  private static String hostName() throws IOException {
    return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
  }

  @Test
  void theContainerInstanceIsTheReporter() throws IOException {
    assertEquals(
        new HostIdentity("arn:aws:ecs:eu-central-1:1:container-instance/prod/a", "prod"),
        where(
            "{\"Cluster\":\"prod\",\"ContainerInstanceArn\":"
                + "\"arn:aws:ecs:eu-central-1:1:container-instance/prod/a\",\"Version\":\"1\"}"));
  }

  @Test
  void anEcsAgentThatIsNotRegisteredYetIsAsNone() throws IOException {
    assertEquals(
        new HostIdentity(hostName(), ""),
        where("{\"Cluster\":\"prod\",\"ContainerInstanceArn\":null,\"Version\":\"1\"}"));
  }

  @Test
  void aHostWithoutEcsIsItsName() throws IOException {
    assertEquals(
        new HostIdentity(hostName(), ""), HostIdentity.find(URI.create("http://127.0.0.1:1/")));
  }

  @Test
  void anEcsAgentThatHangsIsNotWaitedFor() throws IOException {
    try (var hanging = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      long began = System.nanoTime();
      var identity =
          HostIdentity.find(URI.create("http://127.0.0.1:" + hanging.getLocalPort() + "/"));
      long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
      assertEquals(hostName(), identity.reporter());
      assertTrue(took < 2_000, "took " + took + " ms");
    }
  }
}
