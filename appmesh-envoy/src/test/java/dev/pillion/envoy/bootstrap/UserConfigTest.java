package dev.pillion.envoy.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pillion.envoy.settings.Admin.Place;
import dev.pillion.envoy.settings.Exit;
import dev.pillion.envoy.settings.ImageException;
import dev.pillion.envoy.settings.UserFiles;
import dev.pillion.envoy.settings.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UserConfigTest {
  private static final Optional<String> NONE = Optional.empty();
  private static final UserFiles TRACING = new UserFiles(Optional.of("/t"), NONE, NONE, NONE);
  private static final UserFiles STATS = new UserFiles(NONE, Optional.of("/t"), NONE, NONE);
  private static final UserFiles SINKS = new UserFiles(NONE, NONE, Optional.of("/t"), NONE);
  private static final UserFiles RESOURCES = new UserFiles(NONE, NONE, NONE, Optional.of("/t"));

  private final List<String> warnings = new ArrayList<>();

  private String merged(String document, UserFiles files, String content) throws Exception {
    var root = (ObjectNode) new ObjectMapper().readTree(document);
    var around =
        new Surroundings(
            "/home", "/ca", new Place.Socket("/a"), TaskMetadata.NONE, Map.of("/t", content));
    UserConfig.merge(root, files, around, warnings);
    return root.toString();
  }

  private String refusal(String document, UserFiles files, String content) {
    var refused = assertThrows(ImageException.class, () -> merged(document, files, content));
    assertEquals(Exit.INVALID, refused.exit());
    return String.valueOf(refused.getMessage());
  }

  @Test
  void resourcesAndSinksAreAppendedWhateverTheFile() throws Exception {
    assertEquals(
        """
        {"static_resources":{"clusters":[{"name":"a"},{"name":"b"}],"secrets":[{"name":"s"}]},\
        "stats_sinks":[{"name":"x"},{"name":"y"}]}\
        """,
        merged(
            """
            {"static_resources":{"clusters":[{"name":"a"}]},"stats_sinks":[{"name":"x"}]}\
            """,
            RESOURCES,
            """
            staticResources:
              clusters: [{name: b}]
              secrets: [{name: s}]
            stats_sinks: [{name: y}]
            """));
    assertEquals(List.of(), warnings);
  }

  @Test
  void whatElseThereIsTakesItsPlaceWithAWarning() throws Exception {
    assertEquals(
        "{\"admin\":{\"new\":true},\"layered_runtime\":{}}",
        merged("{\"admin\":{\"old\":1}}", TRACING, "admin: {new: true}\nlayeredRuntime: {}"));
    assertEquals(
        List.of("ENVOY_TRACING_CFG_FILE: takes the place of the image's own admin"), warnings);
  }

  @Test
  void thereIsOneTracingAndOneStatsConfig() {
    assertEquals(
        "ENVOY_RESOURCES_CONFIG_FILE: adds a second tracing; keep one of them",
        refusal("{\"tracing\":{}}", RESOURCES, "tracing: {}"));
    assertEquals(
        "ENVOY_STATS_CONFIG_FILE: adds a second stats_config; keep one of them",
        refusal("{\"stats_config\":{}}", STATS, "statsConfig: {}"));
  }

  @Test
  void anEmptyFileIsRefusedUnlessItWouldHoldResources() throws Exception {
    assertEquals(
        "ENVOY_TRACING_CFG_FILE: /t is empty; fill it, or remove the variable",
        refusal("{}", TRACING, "# nothing"));
    assertEquals(
        "ENVOY_STATS_CONFIG_FILE: /t is empty; fill it, or remove the variable",
        refusal("{}", STATS, ""));
    assertEquals(
        "ENVOY_STATS_SINKS_CFG_FILE: /t is empty; fill it, or remove the variable",
        refusal("{}", SINKS, "---"));
    assertEquals("{}", merged("{}", RESOURCES, ""));
    assertEquals(List.of("ENVOY_RESOURCES_CONFIG_FILE: /t is empty and is left out"), warnings);
  }

  @Test
  void aFileOfSinksHasSome() {
    assertEquals(
        "ENVOY_STATS_SINKS_CFG_FILE: /t has no stats_sinks; add them to it",
        refusal("{}", SINKS, "stats_flush_interval: 1s"));
  }

  @Test
  void oneThingHasOneName() {
    assertEquals(
        "ENVOY_STATS_CONFIG_FILE: /t has both stats_config and statsConfig; put both parts under"
            + " one of the two",
        refusal("{}", STATS, "statsConfig: {}\nstats_config: {}"));
  }

  @Test
  void whatIsNoYamlIsRefusedWithItsPlace() {
    assertEquals(
        "ENVOY_TRACING_CFG_FILE: /t is no YAML at line 2, column 1 (found character '\\t(TAB)' that"
            + " cannot start any token. (Do not use \\t(TAB) for indentation)); correct it",
        refusal("{}", TRACING, "tracing:\n\thttp: {}"));
    assertEquals(
        "ENVOY_TRACING_CFG_FILE: /t is no mapping; give a part of a bootstrap document",
        refusal("{}", TRACING, "- tracing"));
    assertEquals(
        "ENVOY_TRACING_CFG_FILE: /t is no YAML (something in it holds itself); correct it",
        refusal("{}", TRACING, "tracing: &a [*a]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v: 0600|{\"v\":384}",
        "v: 0x1F|{\"v\":31}",
        "v: -1_000|{\"v\":-1000}",
        "v: 1.5|{\"v\":1.5}",
        "v: .inf|{\"v\":\".inf\"}",
        "v: 12:30|{\"v\":\"12:30\"}",
        "v: yes|{\"v\":true}",
        "v: off|{\"v\":false}",
        "v: '1'|{\"v\":\"1\"}",
        "v: ~|{\"v\":null}",
        "v: 2024-01-01|{\"v\":\"2024-01-01\"}",
        "v: 5s|{\"v\":\"5s\"}",
        "{a: &x {p: 1, q: 2}, v: {<<: *x, q: 3}}|{\"a\":{\"p\":1,\"q\":2},\"v\":{\"q\":3,\"p\":1}}",
        "{\"v\": [\"a\", 1, true]}|{\"v\":[\"a\",1,true]}"
      })
  void valuesAreWhatTheyWereForAppMeshsImage(String yaml, String json) {
    assertEquals(json, Yaml.read(Variable.RESOURCES_FILE, "/t", yaml).toString());
  }
}
