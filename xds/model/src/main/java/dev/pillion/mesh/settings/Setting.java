package dev.pillion.mesh.settings;

import java.util.List;
import java.util.Optional;

/// An environment variable that a program reads. Each program has an enumeration of its own, from
/// which docs/configuration.md is written.
public interface Setting {
  /// The variable's name.
  String key();

  /// What its value looks like, in a word or two.
  String type();

  /// Empty for a setting that must be given; the empty text for one that may be left out.
  Optional<String> defaultText();

  /// What it is for, in a sentence.
  String purpose();

  /// The settings as a Markdown table.
  static String table(List<? extends Setting> settings) {
    var rows = new StringBuilder("| variable | value | default | purpose |\n|---|---|---|---|\n");
    settings.forEach(setting -> rows.append(row(setting)));
    return rows.toString();
  }

  private static String row(Setting setting) {
    String shown =
        setting
            .defaultText()
            .map(text -> text.isEmpty() ? "" : "`" + text + "`")
            .orElse("must be given");
    return "| `%s` | %s | %s | %s |\n"
        .formatted(setting.key(), setting.type(), shown, setting.purpose());
  }
}
