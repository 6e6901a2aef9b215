package dev.pillion.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pillion.traffic.app.Authority;
import dev.pillion.traffic.app.Behaviour;
import dev.pillion.traffic.app.HttpApp;
import dev.pillion.traffic.app.Lines;
import dev.pillion.traffic.app.TcpApp;
import dev.pillion.traffic.app.Tls;
import dev.pillion.traffic.app.TlsApp;
import dev.pillion.traffic.net.Host;
import dev.pillion.traffic.stage.Sample;
import dev.pillion.traffic.stage.Specs;
import dev.pillion.traffic.stage.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What leaves the mesh: `front` calls hosts without Envoys.
final class EgressTest {
  private static final String DROP_ALL = "{egressFilter: {type: 'DROP_ALL'}}";
  private static final String ALLOW_ALL = "{egressFilter: {type: 'ALLOW_ALL'}}";

  private static Stage stage;
  private static Host front;
  private static Host modelled;
  private static Host foreign;
  private static SSLContext trusting;

  @BeforeAll
  static void open() {
    stage = Stage.open("egress");
    front = stage.host("front");
    modelled = stage.host("modelled");
    foreign = stage.host("foreign");
    var authority = Authority.make(stage.folder(), "authority");
    trusting = Tls.trusting(authority);
    TlsApp.on(
        modelled,
        443,
        "modelled",
        Tls.showing(authority.sign("modelled", "modelled.example", "second.example")));
    TlsApp.on(
        foreign,
        443,
        "foreign",
        Tls.showing(authority.sign("foreign", "foreign.example", "*.us-east-1.amazonaws.com")));
    HttpApp.on(foreign, 8888, Behaviour.says("foreign"));
    TcpApp.on(foreign, 9999, "foreign");
    stage
        .mesh()
        .mesh(DROP_ALL)
        .node(
            "front", Specs.node("http", 8080, "front.local", "modelled.example", "second.example"))
        .node("modelled", Specs.node("tcp", 443, "modelled.local"))
        .service("modelled.example", Specs.byNode("modelled"));
    stage.node("front", front, 8080);
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @BeforeEach
  void dropAll() {
    stage.mesh().mesh(DROP_ALL);
    Sample.await("no answer", EgressTest::foreignLines);
  }

  @Test
  @Rule(60)
  void rule60WhatIsNotModelledIsDropped() {
    assertEquals("modelled", https(modelled, "modelled.example"));
    assertEquals("no answer", foreignLines());
    assertEquals("no answer", Sample.brief(Stage.get(front, "http://foreign.local:8888/")));
  }

  @Test
  @Rule(60)
  void rule60AwsIsAlwaysReached() {
    assertEquals("foreign", https(foreign, "sqs.us-east-1.amazonaws.com"));
  }

  @Test
  @Rule(60)
  void rule60EverythingPassesWhereTheMeshAllowsIt() {
    stage.mesh().mesh(ALLOW_ALL);
    Sample.await("foreign: hello", EgressTest::foreignLines);
    var call = Stage.get(front, "http://foreign.local:8888/").at(foreign.ipv4());
    assertEquals("foreign", Sample.brief(call));
    assertEquals("foreign", Sample.brief(call.at(foreign.ipv6())));
    assertEquals("modelled", https(modelled, "modelled.example"));
    assertEquals("foreign", https(foreign, "sqs.us-east-1.amazonaws.com"));
    stage.mesh().mesh(DROP_ALL);
    Sample.await("no answer", EgressTest::foreignLines);
  }

  @Test
  @Rule(61)
  void rule61ASecondTlsSiteHasARouterOfAnotherPort() {
    stage
        .mesh()
        .node("second", Specs.node("tcp", 443, "foreign.local"))
        .router("second", Specs.router("tcp", 444))
        .service("second.example", Specs.byRouter("second"))
        .route("second", "all", "{tcpRoute: {action: %s}}".formatted(Specs.targets("second", 1)));
    Sample.await("foreign", () -> https(Stage.ANYWHERE, 444, "foreign.example"));
    assertEquals("modelled", https(modelled, "modelled.example"));
  }

  private static String foreignLines() {
    try (var lines = Lines.open(front, foreign.ipv4(), 9999)) {
      return lines.ask("hello");
    } catch (UncheckedIOException _) {
      return "no answer";
    }
  }

  private static String https(Host to, String server) {
    return https(to.ipv4(), 443, server);
  }

  private static String https(String address, int port, String server) {
    try {
      return Tls.get(front, new InetSocketAddress(address, port), server, trusting);
    } catch (IOException _) {
      return "no answer";
    }
  }
}
