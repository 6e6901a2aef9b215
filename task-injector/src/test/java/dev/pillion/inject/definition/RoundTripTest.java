package dev.pillion.inject.definition;

import static dev.pillion.inject.definition.Examples.container;
import static dev.pillion.inject.definition.Examples.labels;
import static dev.pillion.inject.definition.Examples.migrated;
import static dev.pillion.inject.definition.Examples.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `inject` makes of a definition, `migrate` turns back into it.
final class RoundTripTest {
  private static final int DEFINITIONS = 2_000;
  private static final Map<String, List<String>> VALUES = values();

  private static Map<String, List<String>> values() {
    var values = new LinkedHashMap<String, List<String>>();
    values.put("pillion.app-ports", List.of("8080", "8080, 9090", "9090"));
    values.put("pillion.egress-ignored-ports", List.of("22", "2049,5432"));
    values.put("pillion.egress-ignored-ips", List.of("10.0.0.0/8, fd00::/8", "10.0.0.1"));
    values.put("pillion.ignored-uid", List.of("1337", "1338"));
    values.put("pillion.hold", List.of("5s", "closed", "open"));
    values.put("pillion.inject", List.of("enabled"));
    values.put("pillion.envoy-image", List.of("envoyproxy/envoy:v1.40.0"));
    values.put("pillion.envoy-memory", List.of("256m", "100m", "1g", "1024m"));
    values.put("pillion.envoy-log-level", List.of("info", "debug", "off"));
    values.put("pillion.bind-mounts", List.of("/a:/b", "/a:/b, /c/d:/e"));
    values.put("pillion.tracing", List.of("off"));
    values.put("pillion.envoy-failure", List.of("stop-task"));
    values.put("pillion.block-udp-443", List.of("false"));
    return values;
  }

  @ParameterizedTest
  @ValueSource(strings = {"awsvpc", "virtual-gateway", "health-check", "tls-files"})
  void theExamplesComeBackAsTheyWere(String name) {
    ObjectNode document = read(name);
    assertEquals(document, there(document, false));
    if (!name.equals("virtual-gateway")) {
      assertEquals(document, there(document, true));
    }
  }

  @Test
  void anyDefinitionComesBackAsItWas() {
    for (int seed = 0; seed < DEFINITIONS; seed++) {
      var random = new Random(seed);
      ObjectNode document = definition(random);
      boolean gateway = document.toString().contains("pillion.virtual-gateway");
      int s = seed;
      assertEquals(
          document,
          there(document, !gateway && random.nextBoolean()),
          () -> "seed " + s + ": " + document);
    }
  }

  private static JsonNode there(JsonNode document, boolean routeManager) {
    var choices = routeManager ? Examples.BY_CONTAINER : Examples.BY_ECS;
    return migrated(Injection.of("it", document, choices).document()).document();
  }

  private static ObjectNode definition(Random random) {
    ObjectNode document = Examples.json("{\"family\":\"f\",\"networkMode\":\"awsvpc\"}");
    if (random.nextBoolean()) {
      document.put("memory", "" + (512 + random.nextInt(512)));
    }
    var containers = document.putArray("containerDefinitions");
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      ObjectNode container = containers.addObject().put("name", "c-" + i).put("image", "i");
      if (random.nextBoolean()) {
        container
            .putArray("portMappings")
            .addObject()
            .put("containerPort", 8080 + i * 1010)
            .put("protocol", "tcp");
      }
      if (i > 0 && random.nextBoolean()) {
        container
            .putArray("dependsOn")
            .addObject()
            .put("containerName", "c-0")
            .put("condition", "START");
      }
      if (random.nextInt(4) == 0) {
        container.putObject("dockerLabels").put("team", "shop");
      }
    }
    boolean gateway = random.nextInt(4) == 0;
    boolean slash = random.nextBoolean();
    String kind = gateway ? "pillion.virtual-gateway" : "pillion.virtual-node";
    label(document, count, random, kind, slash ? "shop/it" : "it");
    if (!slash || random.nextBoolean()) {
      label(document, count, random, "pillion.mesh", "shop");
    }
    VALUES.forEach((name, values) -> {
      boolean redirection = name.contains("egress") || name.contains("app-ports");
      if (random.nextInt(3) == 0 && !(gateway && redirection)) {
        label(document, count, random, name, values.get(random.nextInt(values.size())));
      }
    });
    return document;
  }

  private static void label(
      JsonNode document, int count, Random random, String name, String value) {
    boolean onEach = random.nextInt(5) == 0;
    int only = random.nextInt(count);
    for (int i = 0; i < count; i++) {
      if (onEach || i == only) {
        new Container(container(document, "c-" + i)).label(name, value);
      }
    }
  }

  @Test
  void whatWasChangedInBetweenStaysChanged() {
    ObjectNode document = read("awsvpc");
    new Container(container(document, "app")).label("pillion.app-ports", "8080");
    JsonNode between = Injection.of("it", document, Examples.BY_ECS).document();
    JsonNode changed =
        Examples.json(
            between
                .toString()
                .replace("\"value\":\"2049\"", "\"value\":\"2050\"")
                .replace("virtualNode/front", "virtualNode/rear"));
    var labels = labels(migrated(changed).document(), "app");
    assertEquals("2050", labels.get("pillion.egress-ignored-ports"));
    assertEquals("rear", labels.get("pillion.virtual-node"));
    assertEquals("8080", labels.get("pillion.app-ports"));
  }

  /// An example of App Mesh's is the same after another turn.
  @Test
  void aMigratedDefinitionComesBackToo() {
    for (String name : List.of("app-mesh-front", "app-mesh-tls", "app-mesh-edge")) {
      ObjectNode migrated = (ObjectNode) migrated(read(name)).document();
      assertTrue(migrated.path("volumes").isEmpty());
      assertEquals(migrated, there(migrated, false), name);
    }
  }
}
