package dev.pillion.localecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// cloudformation/drop-in-task.yaml makes the task definition that docs/drop-in-image.md tells of.
final class DropInTemplateTest {
  private static final String SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:";
  private static final Path PYTHON = Moto.pythonHome(System.getenv("PILLION_PYTHON_HOME"));

  @Test
  void theStackIsCreatedAndItsTaskDefinitionHasWhatTheImageNeeds() throws Exception {
    try (var moto = Moto.start(PYTHON, Path.of("target", "drop-in-template.log"))) {
      Map<String, String> parameters = new TreeMap<>();
      parameters.put("AppImage", "shop/front:7");
      parameters.put("EnvoyImage", "registry.example.com/pillion/appmesh-envoy:1");
      parameters.put("Resource", "arn:aws:appmesh:us-east-1:123456789012:mesh/shop/virtualNode/f");
      parameters.put("XdsEndpoint", "pillion.example.com:9391");
      parameters.put("TokenSecretArn", SECRET + "token");
      parameters.put("AuthoritySecretArn", SECRET + "ca");
      var line =
          new ArrayList<>(
              List.of("cloudformation", "create-stack", "--stack-name", "drop-in", "--parameters"));
      parameters.forEach(
          (key, value) -> line.add("ParameterKey=%s,ParameterValue=%s".formatted(key, value)));
      line.addAll(List.of("--capabilities", "CAPABILITY_IAM", "--template-body"));
      line.add("file://../../cloudformation/drop-in-task.yaml");
      aws(moto, line);

      JsonNode stack =
          aws(moto, List.of("cloudformation", "describe-stacks")).path("Stacks").path(0);
      assertEquals("CREATE_COMPLETE", stack.path("StackStatus").asText(), stack::toString);
      JsonNode envoy =
          aws(moto, List.of("ecs", "describe-task-definition", "--task-definition", "front"))
              .path("taskDefinition")
              .path("containerDefinitions")
              .path(1);
      assertEquals("envoy", envoy.path("name").asText());
      assertEquals(parameters.get("EnvoyImage"), envoy.path("image").asText());
      assertEquals("1337", envoy.path("user").asText());
      assertEquals(
          Map.of(
              "APPMESH_RESOURCE_ARN",
              parameters.getOrDefault("Resource", ""),
              "APPMESH_XDS_ENDPOINT",
              "pillion.example.com:9391"),
          pairs(envoy.path("environment"), "value"));
      assertEquals(
          Map.of("PILLION_XDS_TOKEN", SECRET + "token", "PILLION_XDS_CA", SECRET + "ca"),
          pairs(envoy.path("secrets"), "valueFrom"));
      // The default of LISTENER_DRAIN_WAIT_TIME_S, and five seconds.
      assertTrue(envoy.path("stopTimeout").asInt() >= 25, envoy::toString);
    }
  }

  private static Map<String, String> pairs(JsonNode list, String value) {
    Map<String, String> pairs = new TreeMap<>();
    list.forEach(pair -> pairs.put(pair.path("name").asText(), pair.path(value).asText()));
    return pairs;
  }

  private static JsonNode aws(Moto moto, List<String> arguments)
      throws IOException, InterruptedException {
    var line = new ArrayList<>(List.of(PYTHON.resolve("bin/aws").toString()));
    line.addAll(arguments);
    var builder = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder
        .environment()
        .putAll(
            Map.of(
                "AWS_ENDPOINT_URL", moto.endpoint().toString(),
                "AWS_ACCESS_KEY_ID", "any",
                "AWS_SECRET_ACCESS_KEY", "any",
                "AWS_DEFAULT_REGION", "us-east-1"));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return new ObjectMapper().readTree(said);
  }
}
