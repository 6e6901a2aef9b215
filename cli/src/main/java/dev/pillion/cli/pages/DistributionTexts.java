package dev.pillion.cli.pages;

import dev.pillion.mesh.settings.AgentSetting;
import dev.pillion.mesh.settings.ServerSetting;
import dev.pillion.mesh.settings.Setting;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import picocli.AutoComplete;
import picocli.CommandLine;

/// All of the texts, each by its place in the folder of them.
final class DistributionTexts {
  private static final List<ServerSetting> SERVER = List.of(ServerSetting.values());
  private static final List<AgentSetting> AGENT = List.of(AgentSetting.values());

  private DistributionTexts() {}

  /// @param date of the manual pages, as `2026-01-01`
  static SequencedMap<String, String> of(CommandLine pillion, String version, String date) {
    var texts = new TreeMap<String, String>();
    texts.put("etc/server.env", EnvironmentFile.of("server", SERVER, version));
    texts.put("etc/agent.env", EnvironmentFile.of("agent", AGENT, version));
    texts.put("completion/pillion", AutoComplete.bash("pillion", pillion));
    pages(pillion, new ManualPage("pillion " + version, date), texts);
    return texts;
  }

  private static void pages(CommandLine command, ManualPage page, Map<String, String> texts) {
    String name = ManualPage.name(command.getCommandSpec());
    texts.put("man/" + name + ".1", page.of(command.getCommandSpec(), settings(name)));
    command.getSubcommands().values().forEach(sub -> pages(sub, page, texts));
  }

  private static List<? extends Setting> settings(String page) {
    return switch (page) {
      case "pillion-server" -> SERVER;
      case "pillion-agent" -> AGENT;
      default -> List.of();
    };
  }
}
