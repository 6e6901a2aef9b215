package dev.pillion.cli.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.agent.AgentConfig;
import dev.pillion.cli.Pillion;
import dev.pillion.mesh.settings.AgentSetting;
import dev.pillion.mesh.settings.ServerSetting;
import dev.pillion.mesh.settings.Setting;
import dev.pillion.xds.ServerSettings;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class DistributionTextsTest {
  private static final Map<String, String> TEXTS =
      DistributionTexts.of(Pillion.command(), "1.2.3", "2026-01-01");

  @Test
  void eachEnvironmentFileHasEachSettingOnceWithItsDefaultAndChangesNothing() {
    assertEquals(defaults(ServerSetting.values()), commented("etc/server.env"));
    assertEquals(defaults(AgentSetting.values()), commented("etc/agent.env"));
    for (String file : List.of("etc/server.env", "etc/agent.env")) {
      assertTrue(text(file).lines().allMatch(line -> line.isEmpty() || line.startsWith("#")), file);
    }
  }

  /// Taking every # away is the same as taking none away.
  @Test
  void theDefaultsAreWhatTheProgramsRead() {
    assertEquals(ServerSettings.USUAL, ServerSettings.from(taken("etc/server.env")));
    var agent = taken("etc/agent.env");
    agent.put("PILLION_SERVER", "mesh.internal:9391");
    var usual = new HashMap<>(Map.of("PILLION_SERVER", "mesh.internal:9391"));
    usual.put("PILLION_ROUTE_MANAGER_IMAGE", "pillion/route-manager:1.2.3");
    assertEquals(AgentConfig.from(usual), AgentConfig.from(agent));
  }

  @Test
  void environmentFilesHaveNoMarkdownAndNoLineThatATerminalCuts() {
    for (String file : List.of("etc/server.env", "etc/agent.env")) {
      text(file)
          .lines()
          .filter(line -> line.startsWith("# "))
          .forEach(line -> {
            assertTrue(line.length() <= 100, line);
            assertTrue(!line.contains("`") && !line.contains("]("), line);
          });
    }
  }

  @Test
  void everyCommandHasAPage() {
    for (String name :
        List.of(
            "pillion",
            "pillion-server",
            "pillion-agent",
            "pillion-join",
            "pillion-keys-create",
            "pillion-store-backup")) {
      String page = text("man/" + name + ".1");
      assertTrue(page.startsWith(".TH \"" + name.toUpperCase(Locale.ROOT) + "\" 1 "), page);
      assertTrue(page.contains("\n.SH OPTIONS\n"), page);
      assertTrue(!page.contains("${") && !page.contains("%n"), page);
    }
  }

  @Test
  void aPageNamesEachOptionWithItsDefaultAndEachSetting() {
    String page = text("man/pillion-server.1");
    assertTrue(page.contains("\\fB\\-\\-api\\fR=\\fIHOST:PORT\\fR\n"), page);
    assertTrue(page.contains("; default: 127.0.0.1:9390)"), page);
    for (ServerSetting setting : ServerSetting.values()) {
      assertTrue(page.contains("\\fB" + setting.key() + "\\fR="), setting.key());
    }
  }

  @Test
  void completionKnowsCommandsAndOptions() {
    String script = text("completion/pillion");
    for (String word : List.of("server", "agent", "join", "--virtual-node", "--tls-cert")) {
      assertTrue(script.contains(word), word);
    }
  }

  @Test
  void theTextsAreTheSameEachTime() {
    assertEquals(TEXTS, DistributionTexts.of(Pillion.command(), "1.2.3", "2026-01-01"));
  }

  private static List<String> defaults(Setting[] settings) {
    return Arrays.stream(settings)
        .map(setting ->
            setting.key() + "=" + setting.defaultText().orElse("").replace("<version>", "1.2.3"))
        .toList();
  }

  private static List<String> commented(String file) {
    return assignments(file).toList();
  }

  private static Map<String, String> taken(String file) {
    var environment = new HashMap<String, String>();
    assignments(file)
        .forEach(line -> {
          String[] parts = line.split("=", 2);
          environment.put(parts[0], parts[1]);
        });
    return environment;
  }

  private static Stream<String> assignments(String file) {
    return text(file).lines().filter(line -> line.matches("#[A-Z_]+=.*")).map(l -> l.substring(1));
  }

  private static String text(String file) {
    return Objects.requireNonNull(TEXTS.get(file), () -> file + " is not among " + TEXTS.keySet());
  }
}
