package dev.pillion.xds.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class TemplateJsonTest {
  @Test
  void propertiesAreNamedAsCloudFormationNamesThem() {
    JsonNode spec =
        JsonText.parse(
            """
            {"listeners": [{"portMapping": {"port": 80, "protocol": "http"},
              "tls": {"mode": "STRICT", "certificate": {"sds": {"secretName": "a"}}},
              "connectionPool": {"http2": {"maxRequests": 3}}}],
             "serviceDiscovery": {"awsCloudMap": {"namespaceName": "a", "serviceName": "b"}}}
            """);
    JsonNode properties =
        JsonText.parse(
            """
            {"Listeners": [{"PortMapping": {"Port": 80, "Protocol": "http"},
              "TLS": {"Mode": "STRICT", "Certificate": {"SDS": {"SecretName": "a"}}},
              "ConnectionPool": {"HTTP2": {"MaxRequests": 3}}}],
             "ServiceDiscovery": {"AWSCloudMap": {"NamespaceName": "a", "ServiceName": "b"}}}
            """);
    assertEquals(properties, TemplateJson.properties(Kind.VIRTUAL_NODE, spec));
    assertEquals(spec, read(Kind.VIRTUAL_NODE, properties));
  }

  @Test
  void eachValueIsReadAsWhatAppMeshHasThere() {
    assertEquals(
        JsonText.parse(
            """
            {"priority": 7, "httpRoute": {
              "match": {"prefix": "/", "headers": [
                {"name": "a", "invert": true, "match": {"exact": "100"}}]},
              "action": {"weightedTargets": [{"virtualNode": "1", "weight": 5}]}}}
            """),
        read(
            Kind.ROUTE,
            JsonText.parse(
                """
                {"Priority": "7", "HttpRoute": {
                  "Match": {"Prefix": "/", "Headers": [
                    {"Name": "a", "Invert": "true", "Match": {"Exact": 100}}]},
                  "Action": {"WeightedTargets": [{"VirtualNode": 1, "Weight": "5.0"}]}}}
                """)));
  }

  @Test
  void aPropertyThatAppMeshDoesNotHaveIsToldWithThoseThatItHas() {
    var read =
        TemplateJson.spec(
            Kind.VIRTUAL_ROUTER,
            JsonText.parse("{\"Listeners\": [{\"PortMaping\": {\"Port\": 80}}]}"));
    assertEquals(
        List.of("Spec.Listeners[0].PortMaping is no property of App Mesh's; it has PortMapping"),
        read.unknown());
  }

  @Property
  void whateverTheApiAcceptsIsTheSameAfterBeingATemplate(@ForAll Kind kind, @ForAll long seed) {
    Optional<String> accepted =
        Optional.of(new GeneratedSpecs(seed).of(kind))
            .filter(spec -> ValidSpecs.accepted(kind, spec).isPresent());
    if (accepted.isPresent()
        && SpecJson.read(kind, JsonText.parse(accepted.get()))
            instanceof SpecJson.Read.Valid(var document, _)) {
      JsonNode spec = JsonText.parse(document.text());
      assertEquals(spec.toString(), read(kind, TemplateJson.properties(kind, spec)).toString());
    }
  }

  private static JsonNode read(Kind kind, JsonNode properties) {
    var read = TemplateJson.spec(kind, properties);
    assertTrue(read.unknown().isEmpty(), read.unknown()::toString);
    // Through text: a number of either width is the same JSON.
    return JsonText.parse(read.spec().toString());
  }
}
