package dev.pillion.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A page of the documentation.
///
/// @param text its lines that are not in code blocks
/// @param code its lines that are: fenced, or indented by four spaces
record Page(Path file, List<String> text, List<String> code) {
  static final Path ROOT = Path.of("..");

  private static final Pattern FENCE = Pattern.compile("\\s*```.*");
  private static final Pattern INDENTED = Pattern.compile(" {4,}.*");
  private static final Pattern HEADING = Pattern.compile("#{1,6} (.*)");

  /// README and its like, and all below docs.
  static List<Page> all() throws IOException {
    var pages = new ArrayList<Page>();
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      for (Path file : Stream.concat(top, docs).filter(Page::isPage).sorted().toList()) {
        pages.add(read(file));
      }
    }
    return pages;
  }

  static Page read(Path file) throws IOException {
    var text = new ArrayList<String>();
    var code = new ArrayList<String>();
    boolean fenced = false;
    for (String line : Files.readAllLines(file)) {
      if (FENCE.matcher(line).matches()) {
        fenced = !fenced;
      } else if (fenced || INDENTED.matcher(line).matches()) {
        code.add(line);
      } else {
        text.add(line);
      }
    }
    return new Page(file, text, code);
  }

  /// What a link may name behind `#`, as GitHub makes it of headings.
  Set<String> anchors() {
    var anchors = new HashSet<String>();
    for (String line : text) {
      var heading = HEADING.matcher(line);
      if (heading.matches()) {
        anchors.add(
            heading
                .group(1)
                .strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                .replace(' ', '-'));
      }
    }
    return anchors;
  }

  private static boolean isPage(Path file) {
    return file.toString().endsWith(".md");
  }
}
