package dev.pillion.inject.definition;

import static dev.pillion.inject.definition.Examples.container;
import static dev.pillion.inject.definition.Examples.containers;
import static dev.pillion.inject.definition.Examples.labels;
import static dev.pillion.inject.definition.Examples.migrated;
import static dev.pillion.inject.definition.Examples.read;
import static dev.pillion.inject.definition.Examples.set;
import static dev.pillion.inject.definition.Examples.told;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pillion.mesh.model.MeshException;
import dev.pillion.mesh.model.ProxyGroup;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MigrationTest {
  @Test
  void aVirtualNodesTaskKeepsItsAppsAndGetsLabels() {
    JsonNode before = read("app-mesh-front");
    Rewritten rewritten = migrated(before);
    JsonNode after = rewritten.document();
    assertEquals(Optional.of(ProxyGroup.virtualNode("shop", "front")), rewritten.proxy());
    assertTrue(rewritten.changed());
    assertEquals(List.of("app", "xray-daemon", "cloudwatch-agent"), containers(after));
    assertEquals(
        Map.of(
            "pillion.mesh", "shop",
            "pillion.virtual-node", "front",
            "pillion.app-ports", "8080",
            "pillion.egress-ignored-ports", "2049",
            "pillion.envoy-memory", "500m",
            "pillion.envoy-log-level", "warning"),
        labels(after, "app"));
    assertFalse(after.has("proxyConfiguration"));
    assertFalse(container(after, "app").has("dependsOn"));
    assertTrue(container(after, "app").has("healthCheck"));
    assertEquals("1024", after.path("memory").asText());
    assertEquals("team", after.path("tags").path(0).path("key").asText());
    assertEquals(
        List.of(
            "family",
            "networkMode",
            "requiresCompatibilities",
            "memory",
            "cpu",
            "executionRoleArn",
            "containerDefinitions",
            "volumes",
            "tags"),
        after.propertyStream().map(Map.Entry::getKey).toList());
    assertEquals(read("app-mesh-front"), before);
  }

  @Test
  void sidecarsThatRanAsEnvoysUserStayAsAnother() {
    Rewritten rewritten = migrated(read("app-mesh-front"));
    assertFalse(container(rewritten.document(), "xray-daemon").has("user"));
    assertFalse(container(rewritten.document(), "cloudwatch-agent").has("user"));
    String kept = told(rewritten, Note.Kind.KEPT);
    assertTrue(
        kept.contains("container xray-daemon: Envoy sent to it, and the agent's does not yet"),
        kept);
    String left = told(rewritten, Note.Kind.LEFT);
    assertTrue(left.contains("ENABLE_ENVOY_XRAY_TRACING: the agent's Envoy sends no traces"), left);
    assertTrue(left.contains("ENABLE_ENVOY_DOG_STATSD, ENABLE_ENVOY_STATS_TAGS: "), left);
    assertTrue(left.contains("ulimits of container envoy: "), left);
    assertTrue(told(rewritten, Note.Kind.REMOVED).contains("healthCheck of container envoy: "));
  }

  @Test
  void containersThatAreNamedGoToo() {
    var choices =
        new Migration.Choices(
            new TreeSet<>(Set.of("xray-daemon", "cloudwatch-agent")), "busybox:1.37");
    JsonNode after = Migration.of("it", read("app-mesh-front"), choices).document();
    assertEquals(List.of("app"), containers(after));
  }

  @Test
  void aGatewaysContainerStaysForItsPorts() {
    Rewritten rewritten = migrated(read("app-mesh-edge"));
    JsonNode envoy = container(rewritten.document(), "envoy");
    assertEquals("busybox:1.37", envoy.path("image").asText());
    assertEquals(9080, envoy.path("portMappings").path(0).path("containerPort").asInt());
    assertFalse(envoy.has("environment") || envoy.has("healthCheck"));
    assertEquals(
        Map.of("pillion.mesh", "shop", "pillion.virtual-gateway", "edge"),
        labels(rewritten.document(), "envoy"));
  }

  @Test
  void filesOfTheHostAreALabelAndOthersAreTold() {
    ObjectNode document = read("app-mesh-tls");
    JsonNode after = migrated(document).document();
    assertEquals("/etc/pki/mesh:/certs", labels(after, "app").get("pillion.bind-mounts"));
    assertFalse(after.has("volumes"));

    ((ObjectNode) document.path("volumes").path(0).path("host")).removeAll();
    Rewritten other = migrated(document);
    assertFalse(labels(other.document(), "app").containsKey("pillion.bind-mounts"));
    assertTrue(told(other, Note.Kind.LEFT).contains("volume certs: "), () -> "" + other.notes());
  }

  @ParameterizedTest
  @CsvSource({
    "APPMESH_RESOURCE_ARN, arn:aws:appmesh:eu-west-1:1:mesh/a/virtualNode/b, a, b",
    "APPMESH_RESOURCE_NAME, mesh/a/virtualNode/b, a, b",
    "APPMESH_VIRTUAL_NODE_NAME, mesh/a@123456789012/virtualNode/b, a, b",
  })
  void everyFormOfAnEnvoysNameIsRead(String variable, String value, String mesh, String node) {
    ObjectNode document = read("app-mesh-tls");
    container(document, "envoy").remove("environment");
    set(document, "envoy", variable, value);
    var labels = labels(migrated(document).document(), "app");
    assertEquals(mesh, labels.get("pillion.mesh"));
    assertEquals(node, labels.get("pillion.virtual-node"));
  }

  @Test
  void propertiesHaveTheirLabels() {
    ObjectNode document = read("app-mesh-tls");
    var properties = document.withObjectProperty("proxyConfiguration").putArray("properties");
    Map.of(
            "AppPorts", "8443, 9000",
            "EgressIgnoredIPs", "169.254.170.2,10.0.0.0/8, 169.254.169.254",
            "EgressIgnoredPorts", "22,2049",
            "IgnoredUID", "4000",
            "IgnoredGID", "5000",
            "ProxyEgressPort", "16001")
        .forEach((name, value) -> properties.addObject().put("name", name).put("value", value));
    Rewritten rewritten = migrated(document);
    var labels = labels(rewritten.document(), "app");
    assertEquals("8443,9000", labels.get("pillion.app-ports"));
    assertEquals("10.0.0.0/8", labels.get("pillion.egress-ignored-ips"));
    assertEquals("22,2049", labels.get("pillion.egress-ignored-ports"));
    assertEquals("4000", labels.get("pillion.ignored-uid"));
    String left = told(rewritten, Note.Kind.LEFT);
    assertTrue(left.contains("IgnoredGID 5000: "), left);
    assertTrue(left.contains("ProxyEgressPort 16001: the agent's Envoy listens on 15001"), left);
  }

  @Test
  void aRouteManagerIsReadAndTakenOut() {
    ObjectNode document = read("app-mesh-tls");
    document.remove("proxyConfiguration");
    document
        .withArrayProperty("containerDefinitions")
        .addObject()
        .put("name", "rules")
        .put(
            "image",
            "840364872350.dkr.ecr.us-east-1.amazonaws.com/aws-appmesh-proxy-route-manager:v7")
        .put("memory", 32);
    set(document, "rules", "APPMESH_APP_PORTS", "8443");
    set(document, "rules", "APPMESH_ENVOY_EGRESS_PORT", "15001");
    set(document, "rules", "APPMESH_EGRESS_IGNORED_PORTS", "5432");
    container(document, "app")
        .withArrayProperty("dependsOn")
        .addObject()
        .put("containerName", "rules")
        .put("condition", "SUCCESS");
    JsonNode after = migrated(document).document();
    assertEquals(List.of("app"), containers(after));
    assertEquals("8443", labels(after, "app").get("pillion.app-ports"));
    assertEquals("5432", labels(after, "app").get("pillion.egress-ignored-ports"));
    assertFalse(container(after, "app").has("dependsOn"));
  }

  @Test
  void whatIsMigratedIsLeftAlone() {
    JsonNode once = migrated(read("app-mesh-front")).document();
    Rewritten twice = migrated(once);
    assertFalse(twice.changed());
    assertEquals(once, twice.document());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[] | it is a list",
        "3 | it is no task definition",
        "{'Resources': {}} | it is a CloudFormation template; give its task definition: aws ecs",
        "{'containerDefinitions': []} | family: is not set",
        "{'family': 'f'} | containerDefinitions: is not set",
        "{'family': 'f', 'containerDefinitions': [{}]} | one has no name",
        "{'family': 'f', 'containerDefinitions': [{'name': 'a', 'dependsOn': 3}]} | dependsOn is no list",
        "{'family': 'f', 'containerDefinitions': [{'name': 'a'}, {'name': 'a'}]} | called 'a'",
        "{'family': 'f', 'containerDefinitions': [{'name': 'a'}]} | a task that is not in a mesh joins",
        "{'family': 'f', 'proxyConfiguration': {'containerName': 'x'},"
            + " 'containerDefinitions': [{'name': 'a'}]} | correct its containerName",
        "{'family': 'f', 'containerDefinitions': [{'name': 'e', 'image': 'aws-appmesh-envoy'}]}"
            + " | names a virtual node or gateway; set APPMESH_RESOURCE_ARN",
        "{'family': 'f', 'containerDefinitions': [{'name': 'e', 'image': 'aws-appmesh-envoy:1'},"
            + " {'name': 'o', 'image': 'r/appmesh-envoy@sha256:0'}]} | take the others out",
        "{'family': 'f', 'requiresCompatibilities': ['FARGATE'], 'containerDefinitions': [{'name':"
            + " 'e', 'environment': [{'name': 'APPMESH_RESOURCE_ARN', 'value':"
            + " 'mesh/a/virtualNode/b'}]}]} | set requiresCompatibilities to EC2",
        "{'family': 'f', 'networkMode': 'awsvpc', 'containerDefinitions': [{'name':"
            + " 'e', 'environment': [{'name': 'APPMESH_RESOURCE_ARN', 'value':"
            + " 'mesh/a/virtualNode/b'}]}]} | it has no container but Envoy",
      })
  void whatCannotBeMigratedIsToldWithTheRemedy(String line) {
    String[] parts = line.split(" \\| ", 2);
    assertRefused(parts[0].replace('\'', '"'), parts[1]);
  }

  @Test
  void whatTheAgentWouldRefuseIsRefused() {
    ObjectNode both = read("app-mesh-tls");
    new Container(container(both, "app")).label("pillion.mesh", "shop");
    assertRefused("" + both, "take the pillion.* labels out");
    assertRefused("" + read("app-mesh-bridge"), "set networkMode to awsvpc in the task definition");
    assertRefused(
        ("" + read("app-mesh-tls")).replace("\"networkMode\":\"awsvpc\",", ""),
        "network mode bridge");
    assertRefused(
        ("" + read("app-mesh-tls")).replace("awsvpc", "host"), "would redirect the whole host");
  }

  private static void assertRefused(String document, String told) {
    JsonNode json = Examples.json("{\"it\":" + document + "}").path("it");
    var refused = assertThrows(MeshException.class, () -> migrated(json));
    assertEquals(MeshException.Code.INVALID, refused.code());
    assertTrue(("" + refused.getMessage()).contains(told), refused::toString);
  }
}
