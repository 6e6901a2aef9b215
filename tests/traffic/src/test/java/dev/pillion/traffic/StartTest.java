package dev.pillion.traffic;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.rig.Wait;
import dev.pillion.traffic.app.Behaviour;
import dev.pillion.traffic.app.HttpApp;
import dev.pillion.traffic.net.Host;
import dev.pillion.traffic.stage.Sample;
import dev.pillion.traffic.stage.Sidecar;
import dev.pillion.traffic.stage.Specs;
import dev.pillion.traffic.stage.Stage;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// How Envoys begin.
final class StartTest {
  private static Stage stage;

  @BeforeAll
  static void open() {
    stage = Stage.open("start");
    stage.mesh().mesh("{}");
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @Test
  @Rule(64)
  void rule64AnEnvoyIsLiveBeforeItsApplicationIs() {
    Host host = stage.host("early");
    stage.mesh().node("early", Specs.node("http", 8080, "early.local"));
    Sidecar envoy = stage.node("early", host, 8080);
    assertTrue(envoy.admin().get("/server_info").contains("\"LIVE\""));
    var outside = stage.host("outside");
    var call = Stage.get(outside, "http://early.local:8080/").at(host.ipv4());
    Sample.await("503", call);
    HttpApp.on(host, 8080, Behaviour.says("early"));
    Sample.await("early", call);
  }

  @Test
  @Rule(64)
  void rule64AnEnvoyOfNoVirtualNodeWaitsUntilThereIsOne() {
    Host host = stage.host("late");
    Sidecar envoy = stage.unready("late", host);
    Wait.until(
        "an attempt",
        Sample.LIMIT,
        () -> envoy.said("/stats").contains("control_plane.connected_state"));
    assertTrue(!envoy.admin().get("/server_info").contains("\"LIVE\""));
    stage.mesh().node("late", Specs.node("http", 8080, "late.local"));
    envoy.awaitReady();
  }

  @Test
  @Rule(65)
  void rule65TheOwnerMayStandBehindTheMeshInANodesName() {
    Host host = stage.host("owned");
    stage.mesh().node("owned", Specs.node("http", 8080, "owned.local"));
    HttpApp.on(host, 8080, Behaviour.says("owned"));
    stage.all(List.of(() -> stage.nodeOf("start@000000000000", "owned", host, 8080)));
    var outside = stage.host("stranger");
    Sample.await("owned", Stage.get(outside, "http://owned.local:8080/").at(host.ipv4()));
  }

  @Test
  void aNameWhoseServerIsSilentDoesNotKeepAnEnvoyFromItsOtherBackends() {
    Host host = stage.host("caller");
    Host back = stage.host("answered");
    HttpApp.on(back, 8080, Behaviour.says("answered"));
    stage.unanswered("silent.local");
    stage
        .mesh()
        .node("answered", Specs.node("http", 8080, "answered.local"))
        .node("silent", Specs.node("http", 8080, "silent.local"))
        .service("answered.local", Specs.byNode("answered"))
        .service("silent.local", Specs.byNode("silent"))
        .node("caller", Specs.node("http", 8080, "caller.local", "answered.local", "silent.local"));
    stage.node("caller", host, 8080);
    Sample.await("answered", Stage.get(host, "http://answered.local:8080/"));
  }
}
