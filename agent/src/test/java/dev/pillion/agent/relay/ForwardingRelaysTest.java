package dev.pillion.agent.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.dial.Dial;
import dev.pillion.agent.relay.Relays.TaskProxy;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.ProxyGroup;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ForwardingRelaysTest {
  private static final int UID = 1337;
  private static final long HERE = 7;
  private static final int MESSAGE_BYTES = 64 * 1024;
  private static final int MANY = 500;

  @TempDir private Path directory;

  private Path socket() {
    return directory.resolve("task/xds.sock");
  }

  private TaskProxy proxy(long netns) {
    return new TaskProxy(
        "abc",
        "arn:aws:ecs:eu-west-1:1:task/demo/abc",
        ProxyGroup.virtualNode("demo", "front"),
        directory.resolve("task"),
        UID,
        netns);
  }

  private ForwardingRelays open(String server) {
    var relays = new ForwardingRelays(Dial.plain(server), _ -> HERE);
    relays.open(proxy(HERE));
    return relays;
  }

  private static void echo(RawServer.Stream stream, byte[] request) {
    stream.call().sendMessage(("echo " + new String(request, UTF_8)).getBytes(UTF_8));
  }

  @Test
  void aStreamIsPassedOnUnderTheTasksName() {
    var forged = new Metadata();
    forged.put(
        Metadata.Key.of("pillion-node", Metadata.ASCII_STRING_MARSHALLER), "mesh/x/virtualNode/y");
    try (var server = new RawServer(0, ForwardingRelaysTest::echo);
        var _ = open(server.address());
        var client = new RelayClient(socket(), forged)) {
      client.request(10);
      client.send("one");
      client.send("two");
      client.receives("echo one");
      client.receives("echo two");
      var stream = server.onlyStream();
      assertEquals(List.of("one", "two"), stream.texts());
      assertEquals("mesh/demo/virtualNode/front/abc", stream.header("pillion-node"));
      assertEquals("arn:aws:ecs:eu-west-1:1:task/demo/abc", stream.header("pillion-task"));
      assertEquals("DeltaAggregatedResources", stream.method());
      client.halfClose();
      assertEquals(Status.Code.OK, client.status().getCode());
    }
  }

  @Test
  void theServersStatusReachesTheEnvoy() {
    var refusal = Status.PERMISSION_DENIED.withDescription("not this task");
    try (var server =
            new RawServer(0, (stream, _) -> stream.call().close(refusal, new Metadata()));
        var _ = open(server.address());
        var client = RelayClient.open(socket())) {
      client.send("hello");
      assertEquals(Status.Code.PERMISSION_DENIED, client.status().getCode());
      assertEquals("not this task", client.status().getDescription());
    }
  }

  @Test
  void anEnvoyThatGoesEndsItsStreamAtTheServer() {
    try (var server = new RawServer(0, ForwardingRelaysTest::echo);
        var _ = open(server.address())) {
      try (var client = RelayClient.open(socket())) {
        client.send("one");
        client.receives("echo one");
      }
      Await.until("the end of the stream", () -> server.onlyStream().call().isCancelled());
    }
  }

  @Test
  void whileTheServerIsAwayAStreamWaitsForIt() {
    int port;
    try (var server = new RawServer(0, ForwardingRelaysTest::echo)) {
      port = server.port();
    }
    try (var relays = open("127.0.0.1:" + port);
        var client = RelayClient.open(socket())) {
      client.send("early");
      try (var _ = new RawServer(port, ForwardingRelaysTest::echo)) {
        client.receives("echo early");
      }
      assertNotEquals(Status.Code.OK, client.status().getCode());
      try (var again = RelayClient.open(socket());
          var _ = new RawServer(port, ForwardingRelaysTest::echo)) {
        again.send("late");
        again.receives("echo late");
      }
      relays.close("abc");
      assertFalse(Files.exists(socket()));
    }
  }

  @Test
  void aProcessOfAnotherNamespaceIsNotAnswered() {
    try (var server = new RawServer(0, ForwardingRelaysTest::echo);
        var relays = new ForwardingRelays(Dial.plain(server.address()), _ -> HERE)) {
      relays.open(proxy(HERE + 1));
      try (var stranger = RelayClient.open(socket())) {
        stranger.send("let me in");
        assertEquals(Status.Code.UNAVAILABLE, stranger.status().getCode());
      }
      relays.open(proxy(HERE));
      try (var client = RelayClient.open(socket())) {
        client.send("one");
        client.receives("echo one");
      }
      assertEquals(List.of("one"), server.onlyStream().texts());
    }
  }

  @Test
  void theSocketBelongsToTheProxyAloneAndReplacesAStaleOne() throws IOException {
    Files.createDirectories(socket().getParent());
    Files.writeString(socket(), "left by an agent that was killed");
    try (var relays = open("127.0.0.1:1")) {
      for (Path path : List.of(socket(), directory.resolve("task"))) {
        assertEquals(UID, Files.getAttribute(path, "unix:uid"));
      }
      assertEquals("rw-------", permissions(socket()));
      assertEquals("rwx------", permissions(directory.resolve("task")));
      Object inode = Files.getAttribute(socket(), "unix:ino");
      relays.open(proxy(HERE));
      assertEquals(inode, Files.getAttribute(socket(), "unix:ino"));
      Files.delete(socket());
      relays.open(proxy(HERE));
      assertTrue(Files.exists(socket()));
    }
    assertTrue(Files.exists(directory.resolve("task")));
  }

  @Test
  void aPathThatIsTooLongIsRefusedWithTheReason() {
    var proxy =
        new TaskProxy(
            "abc",
            "arn",
            ProxyGroup.virtualNode("demo", "front"),
            directory.resolve("x".repeat(100)),
            UID,
            HERE);
    try (var relays = new ForwardingRelays(Dial.plain("127.0.0.1:1"), _ -> HERE)) {
      var refused = assertThrows(MeshException.class, () -> relays.open(proxy));
      assertTrue(refused.toString().contains("no longer than 107 bytes"), refused::toString);
    }
  }

  @Test
  void anEnvoyThatDoesNotReadStopsTheServerFromSending() {
    var sent = new AtomicInteger();
    try (var server =
            new RawServer(0, (stream, _) -> fill(stream, sent), stream -> fill(stream, sent));
        var _ = open(server.address());
        var client = new RelayClient(socket(), new Metadata())) {
      client.send("go");
      var calm = new Calm(sent);
      Await.until("a server that has stopped", calm::reached);
      assertTrue(sent.get() < MANY, sent.get() + " messages were taken from the server");
      client.request(MANY);
      Await.until("all messages", () -> client.answers().size() == MANY);
    }
  }

  /// Whether a count has stood still, above 0, for a hundred looks.
  private static final class Calm {
    private static final int LOOKS = 100;

    private final AtomicInteger count;
    private int last;
    private int same;

    Calm(AtomicInteger count) {
      this.count = count;
    }

    boolean reached() {
      int now = count.get();
      same = now > 0 && now == last ? same + 1 : 0;
      last = now;
      return same >= LOOKS;
    }
  }

  private static void fill(RawServer.Stream stream, AtomicInteger sent) {
    while (!stream.requests().isEmpty() && stream.call().isReady() && sent.get() < MANY) {
      stream.call().sendMessage(new byte[MESSAGE_BYTES]);
      sent.incrementAndGet();
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
