package dev.pillion.cli.pages;

import dev.pillion.mesh.settings.Setting;
import java.util.List;

/// A unit's environment file that changes nothing: each setting with its default, behind a `#`.
final class EnvironmentFile {
  private static final int WIDTH = 96;

  private EnvironmentFile() {}

  /// @param program `server` or `agent`
  /// @param version what `<version>` in a default stands for
  static String of(String program, List<? extends Setting> settings, String version) {
    var text = new StringBuilder();
    comment(
        text,
        "Settings of pillion %1$s, read by pillion-%1$s.service. Take the # from a line to change it, then: systemctl restart pillion-%1$s"
            .formatted(program));
    comment(
        text,
        "Values stand as they are, without quotes; a line that begins with # is a comment, the end of a line is none.");
    settings.forEach(setting -> setting(text, setting, version));
    return text.toString();
  }

  private static void setting(StringBuilder text, Setting setting, String version) {
    String must = setting.defaultText().isEmpty() ? " Must be given." : "";
    text.append('\n');
    comment(text, Words.plain(setting.purpose()) + must);
    comment(text, "Value: " + setting.type());
    text.append(
        "#%s=%s\n"
            .formatted(
                setting.key(), setting.defaultText().orElse("").replace("<version>", version)));
  }

  private static void comment(StringBuilder text, String sentence) {
    Words.wrapped(sentence, WIDTH).forEach(line -> text.append("# ").append(line).append('\n'));
  }
}
