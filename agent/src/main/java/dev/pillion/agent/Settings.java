package dev.pillion.agent;

import static dev.pillion.mesh.settings.SettingsReader.check;

import dev.pillion.agent.dial.Dial;
import dev.pillion.mesh.settings.AgentSetting;
import dev.pillion.mesh.settings.SettingsReader;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the agent's settings, in the forms that only an agent has.
final class Settings {
  private static final Pattern HOST_PORT =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:\\s/]+):([0-9]+)");

  private final SettingsReader reader;

  Settings(Map<String, String> environment) {
    this.reader = new SettingsReader("agent settings", List.of(AgentSetting.values()), environment);
  }

  String image(AgentSetting setting) {
    return reader.read(setting, text -> check(text, !text.contains(" "), "name:tag"), "");
  }

  String hostPort(AgentSetting setting) {
    return reader.read(setting, Settings::parseHostPort, "");
  }

  /// Not looked up yet; empty where it is left out.
  Optional<InetSocketAddress> address(AgentSetting setting) {
    return reader.read(
        setting,
        text -> text.isEmpty() ? Optional.empty() : Optional.of(parseAddress(text)),
        Optional.empty());
  }

  Path path(AgentSetting setting) {
    return reader.read(
        setting,
        text -> check(Path.of(text), text.startsWith("/"), "an absolute path"),
        Path.of("/"));
  }

  /// Empty where it is left out.
  Optional<String> text(AgentSetting setting) {
    return reader.read(
        setting, text -> Optional.of(text).filter(value -> !value.isEmpty()), Optional.empty());
  }

  /// Empty where it is left out.
  Optional<Path> optionalPath(AgentSetting setting) {
    return reader.read(
        setting,
        text ->
            text.isEmpty()
                ? Optional.empty()
                : Optional.of(check(Path.of(text), text.startsWith("/"), "an absolute path")),
        Optional.empty());
  }

  /// A path, or the word for the authorities that Java trusts; empty where it is left out.
  Optional<String> authority(AgentSetting setting) {
    return reader.read(
        setting,
        text ->
            check(
                Optional.of(text).filter(value -> !value.isEmpty()),
                text.isEmpty() || text.equals(Dial.SYSTEM) || text.startsWith("/"),
                "an absolute path, or " + Dial.SYSTEM),
        Optional.empty());
  }

  URI uri(AgentSetting setting) {
    return reader.read(
        setting,
        text ->
            check(
                URI.create(text),
                text.matches("(unix|tcp)://.+"),
                "unix:///path or tcp://host:port"),
        URI.create("unix:///"));
  }

  Duration duration(AgentSetting setting) {
    return reader.duration(setting);
  }

  <T> Optional<T> oneOf(AgentSetting setting, Map<String, T> words) {
    return reader.oneOf(setting, words);
  }

  boolean isOn(AgentSetting setting) {
    return oneOf(setting, Map.of("on", true, "off", false)).orElse(false);
  }

  /// Tells of all problems there are.
  void finish() {
    reader.finish();
  }

  private static InetSocketAddress parseAddress(String text) {
    String checked = parseHostPort(text);
    int colon = checked.lastIndexOf(':');
    String host = checked.substring(0, colon).replaceAll("^\\[|]$", "");
    return InetSocketAddress.createUnresolved(host, Integer.parseInt(checked.substring(colon + 1)));
  }

  private static String parseHostPort(String text) {
    Matcher matcher = HOST_PORT.matcher(text);
    boolean good =
        matcher.matches()
            && matcher.group(2).length() <= 5
            && Integer.parseInt(matcher.group(2)) > 0
            && Integer.parseInt(matcher.group(2)) <= 65_535;
    return check(text, good, "host:port");
  }
}
