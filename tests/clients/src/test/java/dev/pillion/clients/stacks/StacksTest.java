package dev.pillion.clients.stacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pillion.mesh.settings.AgentSetting;
import dev.pillion.mesh.settings.ServerSetting;
import dev.pillion.mesh.settings.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Each template's stack is created, updated and deleted, and docs/cloudformation.md says what
/// there is to say of it.
final class StacksTest {
  // What is changed by an update, by template.
  private static final Map<String, Map<String, String>> UPDATES = updates();
  private static final Path PAGE = Path.of("../../docs/cloudformation.md");
  private static final Pattern SETTING = Pattern.compile("\\bPILLION_[A-Z_]+[A-Z]\\b");

  @Test
  void everyStackIsCreatedUpdatedAndDeletedAndThePageTellsOfIt() throws Exception {
    Path work = Files.createDirectories(Path.of("target", "stacks"));
    var tables = new StringBuilder();
    SortedSet<String> unknown = new TreeSet<>();
    try (var stacks = Stacks.start(work)) {
      for (var update : UPDATES.entrySet()) {
        String name = update.getKey();
        JsonNode stack = stacks.create(name);
        assertEquals("CREATE_COMPLETE", stack.path("status").asText(), name);
        // CloudFormation's limit for a template that is given as it is.
        assertTrue(stack.path("bytes").asInt() <= 51_200, name);
        assertUserDataFits(name, stack);
        stack.path("unknown").forEach(type -> unknown.add(type.asText()));
        tables.append(table(name, stack.path("parameters")));

        JsonNode finished = stacks.finish(name, update.getValue());
        assertEquals("UPDATE_COMPLETE", finished.path("status").asText(), name);
        assertUserDataFits(name, finished);
        assertTrue(finished.path("left").isEmpty(), finished::toString);
      }
    }
    String text = Files.readString(PAGE);
    String wanted = between(text, "parameters: written from the templates", tables.toString());
    wanted =
        between(
            wanted,
            "types that moto does not make",
            unknown.stream().map("- `%s`%n"::formatted).collect(Collectors.joining()));
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(PAGE, wanted);
      return;
    }
    assertEquals(
        wanted,
        text,
        "run mvn test -pl tests/clients -am -Dtest=StacksTest -Ddocs.update=true -Dsurefire.failIfNoSpecifiedTests=false");
  }

  @Test
  void noTemplateHasASettingThatNoProgramReads() throws IOException {
    SortedSet<String> known =
        Stream.<Setting>concat(Stream.of(ServerSetting.values()), Stream.of(AgentSetting.values()))
            .map(Setting::key)
            .collect(Collectors.toCollection(TreeSet::new));
    for (String name : UPDATES.keySet()) {
      SortedSet<String> named =
          SETTING
              .matcher(Files.readString(Stacks.TEMPLATES.resolve(name + ".yaml")))
              .results()
              .map(MatchResult::group)
              .collect(Collectors.toCollection(TreeSet::new));
      named.removeAll(known);
      assertEquals(new TreeSet<>(), named, name);
    }
  }

  private static Map<String, Map<String, String>> updates() {
    Map<String, Map<String, String>> updates = new LinkedHashMap<>();
    updates.put("control-plane", Map.of("Replicas", "3", "MaxReplicas", "4"));
    updates.put("ecs-hosts", Map.of("Mode", "gate", "Hosts", "3"));
    updates.put("agent-daemon", Map.of("AgentImage", "registry.example.com/pillion/agent:2"));
    updates.put("demo", Map.of("AppImage", "registry.example.com/busybox:2"));
    return updates;
  }

  /// EC2 takes 16 KiB before they are encoded.
  private static void assertUserDataFits(String name, JsonNode stack) {
    stack
        .path("scripts")
        .forEach(script ->
            assertTrue(script.asText().getBytes(StandardCharsets.UTF_8).length <= 16_384, name));
  }

  private static String table(String name, JsonNode parameters) {
    var table =
        new StringBuilder(
            "### %s.yaml%n%n| parameter | default | |%n|---|---|---|%n".formatted(name));
    for (JsonNode parameter : parameters) {
      JsonNode value = parameter.path("default");
      String shown =
          value.isNull()
              ? "must be given"
              : value.asText().isEmpty() ? "" : "`" + value.asText() + "`";
      table.append(
          "| `%s` | %s | %s |%n"
              .formatted(
                  parameter.path("name").asText(),
                  shown,
                  parameter.path("description").asText().strip().replace("\n", " ")));
    }
    return table.append('\n').toString();
  }

  private static String between(String text, String name, String middle) {
    List<String> marks = List.of("<!-- " + name + " -->\n", "<!-- end of " + name + " -->");
    int begin = text.indexOf(marks.getFirst());
    int end = text.indexOf(marks.getLast());
    assertTrue(begin >= 0 && end > begin, PAGE + " has no part '" + name + "'");
    return text.substring(0, begin + marks.getFirst().length())
        + "\n"
        + middle.strip()
        + "\n\n"
        + text.substring(end);
  }
}
