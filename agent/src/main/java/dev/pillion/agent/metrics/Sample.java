package dev.pillion.agent.metrics;

import java.io.IOException;

/// One line of Prometheus's text format that has a value, as far as labels are concerned.
///
/// @param name of the metric
/// @param labels what stands between the braces; empty for none
/// @param rest the value, with what is before and after it
record Sample(String name, String labels, String rest) {
  /// Takes a line apart.
  ///
  /// @throws IOException when it is none
  static Sample of(String line) throws IOException {
    int end = nameEnd(line, 0);
    if (end == 0 || end == line.length()) {
      throw broken(line);
    }
    String name = line.substring(0, end);
    if (line.charAt(end) != '{') {
      return new Sample(name, "", line.substring(end));
    }
    int close = end + 1;
    while (close < line.length() && line.charAt(close) != '}') {
      close = line.charAt(close) == '"' ? valueEnd(line, close + 1) + 1 : close + 1;
    }
    if (close >= line.length()) {
      throw broken(line);
    }
    return new Sample(name, line.substring(end + 1, close), line.substring(close + 1));
  }

  /// The line with more labels in front of its own. What it has a label for already keeps it: two
  /// of a name would have Prometheus refuse everything.
  String with(Labels more) {
    String added = more.written(labels.isEmpty() ? 0 : own(more));
    if (added.isEmpty()) {
      return labels.isEmpty() ? name + rest : name + "{" + labels + "}" + rest;
    }
    return name + "{" + added + (labels.isEmpty() ? "" : ",") + labels + "}" + rest;
  }

  /// The bits of those that the line has itself.
  private int own(Labels more) {
    int own = 0;
    int at = afterComma(0);
    while (at < labels.length()) {
      int end = nameEnd(labels, at);
      own |= more.bit(labels, at, end);
      int value = labels.indexOf('"', end);
      at = value < 0 ? labels.length() : afterComma(valueEnd(labels, value + 1) + 1);
    }
    return own;
  }

  private int afterComma(int from) {
    int at = from;
    while (at < labels.length() && (labels.charAt(at) == ',' || labels.charAt(at) == ' ')) {
      at++;
    }
    return at;
  }

  /// Where the quote is that ends a value; the text's length where there is none.
  private static int valueEnd(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at, text.length());
  }

  private static int nameEnd(String text, int from) {
    int end = from;
    while (end < text.length() && inName(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean inName(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == ':';
  }

  private static IOException broken(String line) {
    return new IOException("a line that it says is no metric: " + line);
  }
}
