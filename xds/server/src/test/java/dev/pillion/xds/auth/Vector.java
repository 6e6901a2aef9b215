package dev.pillion.xds.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// One of AWS's published examples: the text of a signed request, and for some of them the texts
/// that lead to its signature.
record Vector(String name, String text) {
  /// Where each of them comes from.
  static final String PEER = "192.0.2.7:40000";

  static Stream<Vector> all() {
    try {
      Path folder = Path.of(Objects.requireNonNull(Vector.class.getResource("/sigv4")).toURI());
      try (Stream<Path> files = Files.list(folder)) {
        return files
            .filter(file -> file.toString().endsWith(".req"))
            .sorted()
            .map(file -> of(file.getFileName().toString().replace(".req", "")))
            .toList()
            .stream();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static Vector of(String name) {
    return new Vector(name, resource(name + ".req"));
  }

  String published(String suffix) {
    return resource(name + suffix);
  }

  boolean presigned() {
    return name.startsWith("presigned-");
  }

  /// The request, with each piece of text in the place of another first.
  ReceivedRequest request(boolean encrypted, String... replaced) {
    String changed = text;
    for (int i = 0; i < replaced.length; i += 2) {
      changed = changed.replace(replaced[i], replaced[i + 1]);
    }
    return parse(changed, encrypted);
  }

  private static ReceivedRequest parse(String text, boolean encrypted) {
    int end = text.indexOf("\n\n");
    String[] lines = text.substring(0, end).split("\n", -1);
    // The target may hold spaces that nobody escaped.
    int first = lines[0].indexOf(' ');
    String target = lines[0].substring(first + 1, lines[0].lastIndexOf(' '));
    int mark = target.indexOf('?');
    Map<String, List<String>> headers = new HashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers
          .computeIfAbsent(
              lines[i].substring(0, colon).toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
          .add(lines[i].substring(colon + 1));
    }
    return new ReceivedRequest(
        new RequestLine(
            lines[0].substring(0, first),
            mark < 0 ? target : target.substring(0, mark),
            mark < 0 ? "" : target.substring(mark + 1)),
        headers,
        text.substring(end + 2).getBytes(StandardCharsets.UTF_8),
        new Peer(PEER, encrypted));
  }

  private static String resource(String file) {
    try (var in = Vector.class.getResourceAsStream("/sigv4/" + file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
