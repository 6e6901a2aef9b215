package dev.pillion.inject.envoy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pillion.mesh.model.ProxyGroup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

final class BootstrapGoldenTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  private static List<Path> scenarios() throws IOException {
    try (Stream<Path> folders = Files.list(GOLDEN)) {
      return folders.sorted().toList();
    }
  }

  private static ProxyIdentity identity(Path scenario) throws IOException {
    JsonNode json = new ObjectMapper().readTree(scenario.resolve("identity.json").toFile());
    String node =
        "mesh/%s/%s/%s"
            .formatted(
                json.required("mesh").textValue(),
                json.required("kind").textValue(),
                json.required("name").textValue());
    return new ProxyIdentity(
        ProxyGroup.parse(node).orElseThrow(),
        json.required("taskArn").textValue(),
        json.required("family").textValue(),
        json.required("revision").textValue(),
        json.required("cluster").textValue());
  }

  @TestFactory
  Stream<DynamicTest> everyScenarioGivesItsBootstrap() throws IOException {
    return scenarios().stream()
        .map(scenario -> dynamicTest(scenario.getFileName().toString(), () -> matches(scenario)));
  }

  private static void matches(Path scenario) throws IOException {
    Path golden = scenario.resolve("bootstrap.json");
    String bootstrap = Bootstrap.of(identity(scenario));
    assertEquals(bootstrap, Bootstrap.of(identity(scenario)), "same input, same bytes");
    if (Boolean.getBoolean("golden.update")) {
      assertFalse(System.getenv().containsKey("CI"), "goldens are not rewritten in CI");
      Files.writeString(golden, bootstrap);
    }
    assertTrue(
        Files.exists(golden),
        () -> golden + ": is missing; run mvn test -pl task-injector -am -Dgolden.update=true");
    assertEquals(
        Files.readString(golden),
        bootstrap,
        "if the change is meant: mvn test -pl task-injector -am -Dgolden.update=true");
  }

  @TestFactory
  Stream<DynamicTest> envoyTakesEveryBootstrapWithoutAWarning() throws IOException {
    Path envoy = EnvoyBinary.find();
    return scenarios().stream()
        .map(s -> dynamicTest(s.getFileName().toString(), () -> validates(envoy, s)));
  }

  private static void validates(Path envoy, Path scenario)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                envoy.toString(),
                "--mode",
                "validate",
                "--disable-hot-restart",
                "-c",
                scenario.resolve("bootstrap.json").toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), output);
    assertEquals(0, process.exitValue(), output);
    assertFalse(output.contains("[warning]") || output.contains("Deprecated field"), output);
  }
}
