package dev.pillion.inject.definition;

import static dev.pillion.inject.definition.Examples.container;
import static dev.pillion.inject.definition.Examples.containers;
import static dev.pillion.inject.definition.Examples.injected;
import static dev.pillion.inject.definition.Examples.labels;
import static dev.pillion.inject.definition.Examples.read;
import static dev.pillion.inject.definition.Examples.told;
import static dev.pillion.inject.definition.Examples.variable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.routes.spec.RouteEnvironment;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InjectionTest {
  @Test
  void aVirtualNodesTaskGetsItsEnvoyAndAProxyConfiguration() {
    Rewritten rewritten = injected(read("awsvpc"));
    JsonNode after = rewritten.document();
    assertEquals(List.of("app", "envoy"), containers(after));
    assertEquals("mesh/shop/virtualNode/front", variable(after, "envoy", "APPMESH_RESOURCE_ARN"));
    assertEquals("pillion.example.com:9391", variable(after, "envoy", "APPMESH_XDS_ENDPOINT"));
    JsonNode envoy = container(after, "envoy");
    assertEquals("1337", envoy.path("user").asText());
    assertEquals(256, envoy.path("memory").asInt());
    assertEquals("PILLION_XDS_TOKEN", envoy.path("secrets").path(0).path("name").asText());
    assertEquals(
        "{\"containerName\":\"envoy\",\"condition\":\"HEALTHY\"}",
        container(after, "app").path("dependsOn").path(0).toString());
    assertFalse(container(after, "app").has("dockerLabels"));
    JsonNode proxy = after.path("proxyConfiguration");
    assertEquals("APPMESH", proxy.path("type").asText());
    assertEquals("envoy", proxy.path("containerName").asText());
    assertEquals(
        Map.of(
            "IgnoredUID", "1337",
            "ProxyIngressPort", "15000",
            "ProxyEgressPort", "15001",
            "AppPorts", "8080",
            "EgressIgnoredIPs", "169.254.170.2,169.254.169.254",
            "EgressIgnoredPorts", "2049"),
        new TreeMap<>(Container.pairs(proxy.path("properties"))));
    assertEquals("768", after.path("memory").asText());
    String left = told(rewritten, Note.Kind.LEFT);
    assertTrue(left.contains("executionRoleArn: it is not set"), left);
    assertFalse(left.contains("credentials"), left);
  }

  @Test
  void aRouteManagerSetsTheRulesBeforeTheApps() {
    JsonNode after = Injection.of("it", read("awsvpc"), Examples.BY_CONTAINER).document();
    assertEquals(List.of("app", "route-manager", "envoy"), containers(after));
    assertFalse(after.has("proxyConfiguration"));
    JsonNode rules = container(after, "route-manager");
    assertFalse(rules.path("essential").asBoolean(true));
    assertEquals(
        "[\"NET_ADMIN\",\"NET_RAW\"]",
        rules.path("linuxParameters").path("capabilities").path("add").toString());
    // The program reads there what the labels say.
    var redirect =
        RouteEnvironment.read(new Container(container(after, "route-manager")).environment())
            .redirect();
    assertEquals(List.of(8080), redirect.appPorts());
    assertEquals(List.of(2049), redirect.egressIgnoredPorts());
    assertEquals(
        "SUCCESS", container(after, "app").path("dependsOn").path(0).path("condition").asText());
    assertEquals(
        "envoy", container(after, "app").path("dependsOn").path(1).path("containerName").asText());
    assertEquals("896", after.path("memory").asText());
  }

  @Test
  void aGatewaysTaskHasNoRulesAndNoUser() {
    JsonNode after = injected(read("virtual-gateway")).document();
    assertFalse(after.has("proxyConfiguration"));
    assertFalse(container(after, "envoy").has("user"));
    assertEquals(1024, container(after, "envoy").path("memory").asInt());
    assertEquals("mesh/shop/virtualGateway/edge", variable(after, "envoy", "APPMESH_RESOURCE_ARN"));
  }

  @Test
  void mountsAndLogLevelComeFromLabels() {
    ObjectNode document = read("tls-files");
    new Container(container(document, "app")).label("pillion.envoy-log-level", "debug");
    JsonNode after = injected(document).document();
    assertEquals("debug", variable(after, "envoy", "ENVOY_LOG_LEVEL"));
    assertEquals(
        "/etc/pki/mesh", after.path("volumes").path(0).path("host").path("sourcePath").asText());
    JsonNode mount = container(after, "envoy").path("mountPoints").path(0);
    assertEquals("/certs", mount.path("containerPath").asText());
    assertTrue(mount.path("readOnly").asBoolean());
  }

  @Test
  void noLabelThatAnAgentHeedsIsLeft() {
    Rewritten rewritten = injected(read("health-check"));
    for (String name : containers(rewritten.document())) {
      assertTrue(
          labels(rewritten.document(), name).keySet().stream()
              .noneMatch(label -> label.startsWith("pillion.")),
          name);
    }
    String left = told(rewritten, Note.Kind.LEFT);
    assertTrue(left.contains("pillion.envoy-failure=stop-task: only an agent does that"), left);
  }

  @Test
  void whatHasAnEnvoyIsLeftAlone() {
    JsonNode once = injected(read("awsvpc")).document();
    Rewritten twice = injected(once);
    assertFalse(twice.changed());
    assertEquals(once, twice.document());
    assertTrue(told(twice, Note.Kind.KEPT).contains("it is an Envoy already"));
  }

  @Test
  void anEnvoyOfAppMeshsIsLeftAloneAndTheWaysOnAreTold() {
    Rewritten rewritten = injected(read("app-mesh-tls"));
    assertFalse(rewritten.changed());
    assertEquals(read("app-mesh-tls"), rewritten.document());
    String kept = told(rewritten, Note.Kind.KEPT);
    assertTrue(kept.contains("pillion migrate for labels in its place"), kept);
  }

  @Test
  void anEnvoyBesideLabelsIsRefused() {
    ObjectNode document = read("app-mesh-tls");
    new Container(container(document, "app")).label("pillion.mesh", "shop");
    assertRefused("" + document, Examples.BY_ECS, "take the pillion.* labels out");
  }

  @Test
  void aTaskThatIsDisabledIsLeftAlone() {
    ObjectNode document = read("awsvpc");
    new Container(container(document, "app")).label("pillion.inject", "disabled");
    Rewritten rewritten = injected(document);
    assertFalse(rewritten.changed());
    assertEquals(document, rewritten.document());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"awsvpc\" | \"host\" | the task's rules would redirect the whole host; set networkMode",
        "\"awsvpc\" | \"bridge\" | this version meshes awsvpc tasks only; set networkMode",
        "pillion.mesh | pillion.mehs | did you mean pillion.mesh?",
        "pillion. | other. | add pillion.mesh and pillion.virtual-node",
        "\"2049\" | \"x\" | give ports from 1 to 65535",
        "\"image\" | \"user\":\"1337\",\"image\" | set pillion.ignored-uid to a user of Envoy's own",
      })
  void whatNoAgentWouldMeshIsToldWithTheRemedy(String part, String with, String told) {
    assertRefused(read("awsvpc").toString().replace(part, with), Examples.BY_ECS, told);
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() {
    String many = IntStream.range(1, 17).mapToObj(String::valueOf).collect(Collectors.joining(","));
    assertRefused(
        read("awsvpc").toString().replace("\"2049\"", "\"" + many + "\""),
        Examples.BY_ECS,
        "give --route-manager, whose rules take any number");
    assertRefused("" + read("virtual-gateway"), Examples.BY_CONTAINER, "leave --route-manager out");
    assertRefused(
        read("awsvpc").toString().replace("\"EC2\"", "\"FARGATE\""),
        Examples.BY_CONTAINER,
        "leave --route-manager out: the ECS agent sets the rules then");
  }

  @ParameterizedTest
  @CsvSource({
    "http://x:1, A, B, write it as pillion.example.com:9391",
    "x, A, B, write it as pillion.example.com:9391",
    "x:0, A, B, write it as pillion.example.com:9391",
    "x:65536, A, B, write it as pillion.example.com:9391",
    "x:1, APPMESH_RESOURCE_ARN, B, leave it out of --env and --secret",
    "x:1, A, A, give it by one of them",
    "x:1, A-B, C, write NAME=VALUE",
  })
  void wrongChoicesAreToldWithTheRemedy(
      String endpoint, String variable, String secret, String told) {
    var choices =
        new Injection.Choices(
            endpoint,
            "e",
            false,
            "r",
            new TreeMap<>(Map.of(variable, "1")),
            new TreeMap<>(Map.of(secret, "arn")));
    assertRefused("" + read("awsvpc"), choices, told);
  }

  private static void assertRefused(String document, Injection.Choices choices, String told) {
    JsonNode json = Examples.json(document);
    var refused = assertThrows(MeshException.class, () -> Injection.of("it", json, choices));
    assertEquals(MeshException.Code.INVALID, refused.code());
    assertTrue(("" + refused.getMessage()).contains(told), refused::toString);
  }
}
