package dev.pillion.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `pillion migrate` and `pillion inject` as a user calls them.
final class DefinitionCommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path EXAMPLES = Path.of("../docs/examples/task-definitions");

  @TempDir private Path folder = Path.of("");

  @Test
  void theReportIsOnStandardErrorInEightyColumnsAndTheDefinitionIsNot() throws IOException {
    for (String name : List.of("front", "edge", "tls")) {
      var ran = Ran.pillion("migrate", example("app-mesh-" + name));
      assertEquals(0, ran.status(), ran.err());
      assertTrue(ran.err().contains(" of mesh 'shop'\n"), ran.err());
      assertTrue(
          ran.err().lines().allMatch(line -> line.length() <= 80 || !line.strip().contains(" ")),
          ran.err());
      assertTrue(JSON.readTree(ran.out()).has("containerDefinitions"), ran.out());
    }
  }

  @Test
  void oneWayAndBackGivesTheSameFile() throws IOException {
    Path labelled = folder.resolve("labelled.json");
    Path injected = folder.resolve("injected.json");
    Path back = folder.resolve("back.json");
    assertEquals("", Ran.pillion("migrate", example("app-mesh-tls"), "-o", "" + labelled).out());
    var inject =
        Ran.pillion("inject", "" + labelled, "--endpoint", "p:9391", "--output", "" + injected);
    assertEquals(0, inject.status(), inject.err());
    assertEquals(0, Ran.pillion("migrate", "" + injected, "-o", "" + back).status());
    assertEquals(Files.readString(labelled), Files.readString(back));
    var again = Ran.pillion("inject", "" + injected, "--endpoint", "p:9391");
    assertEquals(Files.readString(injected), again.out());
    assertTrue(again.err().startsWith("checkout: not changed\n"), again.err());
  }

  @Test
  void numbersOfAFileAreRead() throws IOException {
    var ran = Ran.pillion("migrate", example("app-mesh-front"));
    assertEquals(
        "500m",
        JSON.readTree(ran.out())
            .path("containerDefinitions")
            .path(0)
            .path("dockerLabels")
            .path("pillion.envoy-memory")
            .asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"migrate app-mesh-front", "inject awsvpc --endpoint p:9391"})
  void jsonHasTheDefinitionAndWhatBecameOfTheOther(String line) throws IOException {
    String[] args = line.split(" ", -1);
    args[1] = example(args[1]);
    var ran =
        Ran.pillion(Stream.concat(Stream.of(args), Stream.of("--json")).toArray(String[]::new));
    assertEquals("", ran.err());
    JsonNode json = JSON.readTree(ran.out());
    assertEquals(
        List.of("family", "changed", "mesh", "virtualNode", "notes", "document"), names(json));
    assertEquals("front", json.path("virtualNode").asText());
    assertTrue(json.path("changed").asBoolean());
    assertEquals(List.of("kind", "subject", "text"), names(json.path("notes").path(0)));
    assertEquals("front", json.path("document").path("family").asText());
  }

  @Test
  void yamlIsReadToo() throws IOException {
    Path file = folder.resolve("front.yaml");
    Files.writeString(
        file,
        """
        family: front
        networkMode: awsvpc
        containerDefinitions:
          - name: app
            image: shop/front:7
            memory: 256
            dockerLabels: {pillion.mesh: shop, pillion.virtual-node: front}
        """);
    var ran = Ran.pillion("inject", "" + file, "--endpoint", "p:9391");
    assertEquals(0, ran.status(), ran.err());
    assertEquals(
        256, JSON.readTree(ran.out()).path("containerDefinitions").path(0).path("memory").asInt());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "migrate | Missing required parameter: 'FILE'",
        "migrate nowhere.json | there is no such file; correct its name",
        "migrate awsvpc | not changed",
        "migrate app-mesh-bridge | set networkMode to awsvpc in the task definition",
        "migrate app-mesh-front --remove x | give one of: app, xray-daemon, cloudwatch-agent",
        "migrate app-mesh-front --output /nowhere/x | give another place with --output",
        "migrate TEXT | it is no JSON: line 1",
        "migrate BYTES | it is no text in UTF-8; save it as UTF-8",
        "inject awsvpc | Missing required option: '--endpoint=HOST:PORT'",
        "inject awsvpc --endpoint x | write it as pillion.example.com:9391",
        "inject bridge --endpoint x:1 | set networkMode to awsvpc in the task definition",
        "inject virtual-gateway --endpoint x:1 --route-manager | leave --route-manager out",
        "inject awsvpc --endpoint x:1 --env A | should be in KEY=VALUE format",
      })
  void wrongUseIsToldWithTheRemedyAndWritesNothing(String line, String told) throws IOException {
    Path text = folder.resolve("text.json");
    Files.writeString(text, "{ nothing");
    Path bytes = folder.resolve("bytes.json");
    Files.write(bytes, new byte[] {(byte) 0xff, '{', '}'});
    Path output = folder.resolve("out.json");
    var args = new ArrayList<String>();
    for (String word : line.split(" ", -1)) {
      args.add(
          Files.exists(EXAMPLES.resolve(word + ".json"))
              ? example(word)
              : word.replace("TEXT", "" + text).replace("BYTES", "" + bytes));
    }
    if (!args.contains("--output")) {
      args.addAll(List.of("--output", "" + output));
    }
    var ran = Ran.pillion(args.toArray(String[]::new));
    assertTrue(ran.err().replaceAll("\\s+", " ").contains(told), ran.err());
    boolean unchanged = told.equals("not changed");
    assertEquals(unchanged ? 0 : 2, ran.status(), ran.err());
    assertEquals(unchanged, Files.exists(output));
    assertFalse(Files.exists(folder.resolve("out.json.part")));
  }

  private static String example(String name) {
    return EXAMPLES.resolve(name + ".json").toString();
  }

  private static List<String> names(JsonNode object) {
    return object.propertyStream().map(Map.Entry::getKey).toList();
  }
}
