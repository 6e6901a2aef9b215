package dev.pillion.inject.plan;

import static dev.pillion.inject.plan.Tasks.FRONT;
import static dev.pillion.inject.plan.Tasks.app;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.pillion.inject.plan.InjectionPlan.Inject;
import dev.pillion.inject.plan.InjectionPlan.Refuse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What labels say, and what is said of those that cannot be followed.
final class LabelTest {
  private static Refuse refusal(Tasks task) {
    return assertInstanceOf(Refuse.class, task.plan());
  }

  private static Inject inject(Tasks task) {
    return assertInstanceOf(Inject.class, task.plan());
  }

  @ParameterizedTest
  @CsvSource({
    "pillion.appports, pillion.app-ports",
    "pillion.virtualNode, pillion.virtual-node",
    "pillion.virtual_node, pillion.virtual-node",
    "pillion.virtul-node, pillion.virtual-node",
    "Pillion.Mesh, pillion.mesh",
    "pillion.egress-ignored-ip, pillion.egress-ignored-ips",
    "pillion.envoy-loglevel, pillion.envoy-log-level"
  })
  void anUnknownLabelIsRefusedWithTheOneThatWasMeant(String wrong, String meant) {
    var refusal = refusal(Tasks.labelled(wrong, "1"));
    assertEquals(Reason.UNKNOWN_LABEL, refusal.reason());
    assertEquals(
        "label %s of container 'app': Pillion knows no such label".formatted(wrong),
        refusal.message());
    assertEquals("did you mean " + meant + "?", refusal.remedy());
  }

  @Test
  void anUnknownLabelThatIsLikeNoneIsRefusedWithTheList() {
    var refusal = refusal(Tasks.labelled("pillion.something-else-entirely", "1"));
    assertEquals("take it away; docs/annotations.md lists the labels", refusal.remedy());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pillion.mesh|a/b|'a/b' is no name",
        "pillion.mesh|''|'' is no name",
        "pillion.virtual-node|demo/|'demo/' names no virtual node",
        "pillion.virtual-node|a/b/c|'a/b/c' names no virtual node",
        "pillion.virtual-gateway|demo/|'demo/' names no virtual gateway",
        "pillion.app-ports|80a|'80a' is not of the label's form",
        "pillion.app-ports|8080,,9090|'' is not of the label's form",
        "pillion.app-ports|65536|'65536' is not of the label's form",
        "pillion.egress-ignored-ports|0|'0' is not of the label's form",
        "pillion.egress-ignored-ips|db.local|'db.local' is not of the label's form",
        "pillion.egress-ignored-ips|10.0.0.0/33|'10.0.0.0/33' is not of the label's form",
        "pillion.ignored-uid|0|'0' is no user id",
        "pillion.ignored-uid|envoy|'envoy' is no user id",
        "pillion.hold|shut|'shut' is no hold",
        "pillion.hold|0s|'0s' is no hold",
        "pillion.hold|11m|'11m' is no hold",
        "pillion.inject|no|'no' is neither enabled nor disabled",
        "pillion.envoy-image|--privileged|'--privileged' is no image reference",
        "pillion.envoy-memory|32m|'32m' is no memory limit for Envoy",
        "pillion.envoy-memory|1024|'1024' is no memory limit for Envoy",
        "pillion.envoy-log-level|verbose|'verbose' is no log level of Envoy's",
        "pillion.bind-mounts|certs:/certs|'certs:/certs' is not of the label's form",
        "pillion.bind-mounts|/a/../b:/c|'/a/../b:/c' is not of the label's form",
        "pillion.bind-mounts|/a:/run/pillion|'/a:/run/pillion' is not of the label's form",
        "pillion.exposed|ignore|'ignore' is no policy",
        "pillion.envoy-failure|ignore|'ignore' is no policy",
        "pillion.block-udp-443|yes|'yes' is neither true nor false",
      })
  void aBadValueIsRefusedWithItsLabelItsContainerAndTheForm(
      String label, String value, String problem) {
    var refusal = refusal(Tasks.labelled(label, value));
    assertEquals(Reason.BAD_VALUE, refusal.reason());
    assertEquals("label %s of container 'app': %s".formatted(label, problem), refusal.message());
    assertTrue(refusal.remedy().startsWith("give "), refusal.remedy());
  }

  @ParameterizedTest
  @CsvSource({
    "pillion.tracing, xray, not-yet",
    "pillion.exposed, stop-task, not-yet",
    "pillion.block-udp-443, true, not-yet"
  })
  void whatComesLaterIsRefusedByName(String label, String value, String word) {
    var refusal = refusal(Tasks.labelled(label, value));
    assertEquals(word, refusal.reason().word());
    assertTrue(refusal.message().contains("this version"), refusal.message());
    assertTrue(refusal.remedy().startsWith("take the label away"), refusal.remedy());
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    var refusal = refusal(Tasks.labelled(Map.of("pillion.app-ports", "x", "pillion.hold", "y")));
    assertTrue(refusal.message().contains("'x'"), refusal.message());
    assertTrue(refusal.message().contains("'y'"), refusal.message());
  }

  @Test
  void labelsWithoutANodeOrAMeshAreRefused() {
    assertEquals(
        "label pillion.virtual-node: is not set, but pillion.mesh is",
        refusal(Tasks.labelled(Map.of("pillion.mesh", "demo"))).message());
    var withoutMesh = refusal(Tasks.labelled(Map.of("pillion.virtual-node", "front")));
    assertEquals(Reason.MISSING_LABEL, withoutMesh.reason());
    assertEquals(
        "add pillion.mesh, or write pillion.virtual-node as mesh/front", withoutMesh.remedy());
  }

  @Test
  void theShortFormNamesTheMesh() {
    var plan = inject(Tasks.labelled(Map.of("pillion.virtual-node", "demo/front")));
    assertEquals("mesh/demo/virtualNode/front", plan.proxy().toString());
    var same =
        inject(
            Tasks.labelled(Map.of("pillion.virtual-node", "demo/front", "pillion.mesh", "demo")));
    assertEquals(plan.proxy(), same.proxy());
    var other =
        refusal(
            Tasks.labelled(Map.of("pillion.virtual-node", "demo/front", "pillion.mesh", "prod")));
    assertEquals(Reason.CONFLICTING_LABELS, other.reason());
  }

  @Test
  void containersThatDisagreeAreNamed() {
    var task =
        Tasks.of(
            app("app", FRONT, 200), app("side", Tasks.with(FRONT, "pillion.mesh", "prod"), 210));
    var refusal = refusal(task);
    assertEquals(Reason.CONFLICTING_LABELS, refusal.reason());
    assertEquals(
        "label pillion.mesh: container 'app' says 'demo' and container 'side' says 'prod'",
        refusal.message());
  }

  @Test
  void containersThatAgreeAreOne() {
    var rest = Map.of("pillion.mesh", "demo", "pillion.app-ports", "8080");
    inject(Tasks.of(app("app", FRONT, 200), app("side", rest, 210)));
  }

  @Test
  void labelsReachTheContainersAndTheRules() {
    var labels =
        Map.of(
            "pillion.virtual-node", "demo/front",
            "pillion.egress-ignored-ports", "2049, 5432",
            "pillion.egress-ignored-ips", "10.0.0.0/8,fd00::/8",
            "pillion.ignored-uid", "1400",
            "pillion.hold", "1500ms",
            "pillion.envoy-image", "registry.local:5000/envoy@sha256:" + "a".repeat(64),
            "pillion.envoy-memory", "1g",
            "pillion.envoy-log-level", "debug",
            "pillion.bind-mounts", "/etc/pki:/etc/pki");
    var plan = inject(Tasks.labelled(labels));
    var redirect = Tasks.redirected(plan).redirect();
    assertEquals(List.of(2049, 5432), redirect.egressIgnoredPorts());
    assertEquals(List.of("10.0.0.0/8", "fd00::/8"), redirect.egressIgnoredIps());
    assertEquals(OptionalInt.of(1400), redirect.ignoredUid());
    assertEquals(1400, plan.envoy().uid());
    assertEquals(new HoldPolicy.AtMost(Duration.ofMillis(1500)), plan.options().hold());
    assertTrue(plan.envoy().image().startsWith("registry.local:5000/envoy@sha256:"));
    assertEquals(1L << 30, plan.envoy().memoryBytes());
    assertTrue(plan.envoy().arguments().contains("debug"));
    assertEquals(new BindMount("/etc/pki", "/etc/pki", true), plan.envoy().mounts().getLast());
  }

  @TestFactory
  Stream<DynamicTest> everyExampleInTheTableIsGood() {
    return Labels.ALL.stream()
        .filter(label -> !label.example().isEmpty())
        .map(label ->
            dynamicTest(label.name(), () -> assertTrue(label.problem(label.example()).isEmpty())));
  }
}
