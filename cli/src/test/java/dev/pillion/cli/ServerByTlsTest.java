package dev.pillion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.cloudmap.Aws;
import dev.pillion.agent.cloudmap.CloudMapPoller;
import dev.pillion.agent.dial.Dial;
import dev.pillion.agent.link.LinkState;
import dev.pillion.agent.relay.ForwardingRelays;
import dev.pillion.agent.relay.Relays.TaskProxy;
import dev.pillion.agent.report.Greeting;
import dev.pillion.agent.report.GrpcServerLink;
import dev.pillion.agent.report.HostIdentity;
import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.xds.XdsConfig;
import dev.pillion.xds.XdsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `pillion status --server` and an agent at a server that speaks TLS and asks for tokens, and what
/// each says where one of them is set up wrongly.
@Timeout(120)
final class ServerByTlsTest {
  @TempDir private Path folder;
  private TlsServer server;
  private Path token;

  @BeforeEach
  void start() throws Exception {
    server = new TlsServer(folder.resolve("server"));
    token = Files.writeString(folder.resolve("token"), TlsServer.TOKEN + "\n");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String at(String host) {
    return host + ":" + server.port();
  }

  private String authority() {
    return server.certificate().toString();
  }

  @Test
  void statusIsToldToWhoTrustsTheServerAndShowsAToken() {
    var ran = status(at("localhost"), "--ca", authority(), "--token-file", token.toString());
    assertEquals(0, ran.status(), ran.err());
    assertTrue(ran.out().contains("no proxy is connected"), ran.out());
  }

  @Test
  void theCertificateMayBeForAnotherNameThanTheOneThatIsDialled() {
    var refused = status(at("127.0.0.1"), "--ca", authority(), "--token-file", token.toString());
    assertEquals(3, refused.status());
    assertEquals(
        ("server at %s: does not answer (the server's certificate is not for 127.0.0.1); dial the"
                + " server by a name that its certificate has, or set PILLION_XDS_SERVER_NAME to"
                + " one\n")
            .formatted(at("127.0.0.1")),
        refused.err());
    var named =
        status(
            at("127.0.0.1"),
            "--ca",
            authority(),
            "--server-name",
            "localhost",
            "--token-file",
            token.toString());
    assertEquals(0, named.status(), named.err());
  }

  @Test
  void anAuthorityThatDidNotSignTheServersCertificateIsTold() throws Exception {
    Path stranger = TlsServer.stranger(folder.resolve("stranger"));
    for (String authority : new String[] {stranger.toString(), "system"}) {
      var ran = status(at("localhost"), "--ca", authority);
      assertEquals(3, ran.status());
      assertEquals(
          ("server at %s: does not answer (the server's certificate leads to no authority of"
                  + " PILLION_XDS_CA (%s)); set PILLION_XDS_CA to a file with the certificate of the"
                  + " authority that signed the server's\n")
              .formatted(at("localhost"), authority),
          ran.err());
    }
  }

  @Test
  void aFileThatHoldsNoAuthorityIsTold() {
    var ran = status(at("localhost"), "--ca", token.toString());
    assertEquals(2, ran.status());
    assertTrue(ran.err().startsWith("PILLION_XDS_CA %s: it cannot be used".formatted(token)));
  }

  @Test
  void noTokenAndAWrongOneAreToldWithTheRemedy() throws Exception {
    var none = status(at("localhost"), "--ca", authority());
    assertEquals(1, none.status());
    assertTrue(none.err().contains("refuses to answer"), none.err());
    assertTrue(none.err().contains("set PILLION_XDS_TOKEN_FILE to a file with a token"));
    Path other = Files.writeString(folder.resolve("other"), "other");
    var wrong = status(at("localhost"), "--ca", authority(), "--token-file", other.toString());
    assertEquals(1, wrong.status());
    assertTrue(
        wrong.err().contains("put the SHA-256 of the token in " + other + " with '*' into"),
        wrong.err());
  }

  @Test
  void plainAtAServerThatSpeaksTlsAndTheOtherWayRoundAreTold() {
    var plain = status(at("localhost"));
    assertEquals(3, plain.status());
    assertTrue(plain.err().contains("if it speaks TLS, set PILLION_XDS_CA"), plain.err());
    var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var other =
        XdsServer.start(new XdsConfig(folder.resolve("plain"), any, any), Clock.systemUTC())) {
      var ran = status("localhost:" + other.xdsAddress().getPort(), "--ca", authority());
      assertEquals(3, ran.status());
      assertTrue(ran.err().contains("the server does not speak TLS"), ran.err());
      assertTrue(ran.err().contains("leave PILLION_XDS_CA away"), ran.err());
    }
  }

  @Test
  void anAgentMeetsTheServer() throws Exception {
    LinkState met = link(dial("localhost", Optional.of(token)), LinkState::up);
    assertEquals("", met.problem());
  }

  @Test
  void anAgentWithoutATokenSaysWhichSettingItLacks() throws Exception {
    LinkState state =
        link(dial("localhost", Optional.empty()), s -> s.problem().contains("token for *"));
    assertTrue(state.remedy().startsWith("set PILLION_XDS_TOKEN_FILE to a file"), state.remedy());
  }

  @Test
  void anAgentThatDialsAnotherNameSaysSo() throws Exception {
    LinkState state =
        link(dial("127.0.0.1", Optional.of(token)), s -> s.problem().contains("is not for"));
    assertTrue(state.remedy().contains("set PILLION_XDS_SERVER_NAME"), state.remedy());
  }

  @Test
  void streamsThatAnAgentForwardsAreServedByItsTokenAndRefusedWithout() throws Exception {
    assertEquals("served", forwarded(Optional.of(token)));
    assertTrue(
        forwarded(Optional.empty()).contains("the agent that forwards it showed no token"),
        "the stream is served to an agent without a token");
  }

  private Dial dial(String host, Optional<Path> token) {
    return new Dial(at(host), Optional.of(authority()), Optional.empty(), token);
  }

  private static Ran status(String address, String... more) {
    var line = new String[more.length + 3];
    line[0] = "status";
    line[1] = "--server";
    line[2] = address;
    System.arraycopy(more, 0, line, 3, more.length);
    return Ran.pillion(line);
  }

  /// An agent's link, once it is as wanted.
  private LinkState link(Dial dial, Predicate<LinkState> wanted) throws Exception {
    var clock = Clock.systemUTC();
    var greeting = new Greeting(new HostIdentity("host", "cluster"), 1, "0", "");
    var channel = dial.channel().build();
    try (var aws = Aws.open(clock);
        var poller = new CloudMapPoller(aws.cloudMap(), Duration.ofSeconds(5));
        var link =
            GrpcServerLink.open(
                channel,
                dial,
                greeting,
                poller,
                Files.createTempDirectory(folder, "state"),
                clock)) {
      while (!wanted.test(link.state())) {
        Thread.onSpinWait();
      }
      return link.state();
    } finally {
      channel.shutdownNow();
    }
  }

  /// What becomes of an Envoy's stream: `served`, or the reason.
  private String forwarded(Optional<Path> token) throws Exception {
    Path task = Files.createTempDirectory(folder, "task");
    try (var relays = new ForwardingRelays(dial("localhost", token), _ -> 1)) {
      relays.open(
          new TaskProxy("t", "arn", ProxyGroup.virtualNode("shop", "front"), task, 1337, 1));
      return ForwardedEnvoy.ask(task.resolve("xds.sock"));
    }
  }
}
