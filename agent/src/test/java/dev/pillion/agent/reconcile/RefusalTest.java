package dev.pillion.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.pillion.inject.plan.Reason;
import dev.pillion.inject.task.EcsLabels;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A task that cannot be meshed as it asks is let go, untouched, with the reason.
final class RefusalTest {
  @TempDir private Path run;
  private FakeTask task;

  @BeforeEach
  void aHost() {
    task = new FakeTask(run);
  }

  private void refused(Reason reason, Standing standing) {
    assertEquals(reason, assertInstanceOf(Standing.Refused.class, standing).why().reason());
    assertEquals(
        List.of(),
        task.runtime.names().stream().filter(name -> name.startsWith("pillion-")).toList());
  }

  private void letGo() {
    assertEquals(List.of("arm", "release"), task.namespaces.done());
  }

  @Test
  void anUnknownLabel() {
    task.pauseStarts();
    refused(
        Reason.UNKNOWN_LABEL, task.appCreated("app", Map.of("pillion.virtual-nod", "demo/front")));
    letGo();
  }

  @Test
  void aLabelThatTurnsUpLate() {
    task.pauseStarts();
    task.appCreated("log-router", Map.of());
    task.appStarts("log-router");
    refused(Reason.LATE_LABEL, task.appCreated("app", FakeTask.OPT_IN));
    letGo();
  }

  @Test
  void labelsThatContradictEachOther() {
    task.pauseStarts();
    String network = "container:" + task.id(EcsLabels.PAUSE);
    task.create("app", FakeTask.OPT_IN, network, "");
    task.create("api", Map.of("pillion.virtual-node", "demo/api"), network, "");
    refused(Reason.CONFLICTING_LABELS, task.passed(Hints.Batch.ALL));
    letGo();
  }

  @Test
  void redirectsOfAnotherMesh() {
    task.pauseStarts();
    task.namespaces.foreignRedirects = List.of("APPMESH_EGRESS");
    refused(Reason.FOREIGN_REDIRECT, task.appCreated("app", FakeTask.OPT_IN));
    letGo();
  }

  @Test
  void anAppOnEnvoysPort() {
    task.namespaces.listening.add(15001);
    task.pauseStarts();
    refused(Reason.PROXY_PORT, task.appCreated("app", FakeTask.OPT_IN));
    letGo();
  }

  @Test
  void anAppThatRunsAsTheProxysUser() {
    task.pauseStarts();
    task.create("app", FakeTask.OPT_IN, "container:" + task.id(EcsLabels.PAUSE), "1337");
    refused(Reason.IGNORED_UID, task.look("app"));
    letGo();
  }

  @Test
  void anEnvoyOfItsOwnIsKnownByItsRulesThoughItRunsAsTheProxysUser() {
    task.pauseStarts();
    task.namespaces.foreignRedirects = List.of("APPMESH_EGRESS");
    task.create("envoy", FakeTask.OPT_IN, "container:" + task.id(EcsLabels.PAUSE), "1337");
    refused(Reason.FOREIGN_REDIRECT, task.look("envoy"));
    letGo();
  }

  @Test
  void hostNetworkMode() {
    task.create("app", FakeTask.OPT_IN, "host", "");
    refused(Reason.HOST_NETWORK, task.look("app"));
    assertEquals(List.of(), task.namespaces.done());
  }

  @Test
  void bridgeNetworkMode() {
    task.create("app", FakeTask.OPT_IN, "bridge", "");
    refused(Reason.BRIDGE_NETWORK, task.look("app"));
    assertEquals(List.of(), task.namespaces.done());
  }
}
