package dev.pillion.templates.text;

/// Text for a terminal of eighty columns.
public final class Lines {
  /// The columns of a terminal that nobody made wider.
  public static final int WIDTH = 80;

  private Lines() {}

  /// The text in lines of at most [#WIDTH] columns, each with its line end; a word that is longer
  /// is not broken, so that it can be copied.
  ///
  /// @param first what the first line starts with
  /// @param other what each further line starts with
  public static String wrapped(String first, String other, String text) {
    var lines = new StringBuilder();
    var line = new StringBuilder(first);
    boolean empty = true;
    for (String word : text.split(" ", -1)) {
      if (!empty && line.length() + 1 + word.length() > WIDTH) {
        lines.append(line).append('\n');
        line.setLength(0);
        line.append(other);
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    return lines.append(line).append('\n').toString();
  }
}
