package dev.pillion.cli.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Sentences written for pages, as plain text.
final class Words {
  private static final Pattern LINK = Pattern.compile("\\[([^]]+)]\\([^)]+\\)");

  private Words() {}

  /// Without Markdown's links and backquotes.
  static String plain(String markdown) {
    return LINK.matcher(markdown).replaceAll("$1").replace("`", "");
  }

  /// Lines of at most so many characters, where words allow.
  static List<String> wrapped(String text, int width) {
    List<String> lines = new ArrayList<>();
    var line = new StringBuilder();
    for (String word : text.strip().split("\\s+", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
