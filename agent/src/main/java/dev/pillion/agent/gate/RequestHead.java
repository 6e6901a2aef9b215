package dev.pillion.agent.gate;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a caller asks.
record RequestHead(String method, String target, Head head) {
  private static final Pattern LINE = Pattern.compile("([A-Z]+) (\\S+) HTTP/1\\.[01]");
  private static final Pattern START =
      Pattern.compile("(?:/v([0-9]+)\\.([0-9]+))?/containers/([^/?]+)/start(?:\\?.*)?");
  // Errors are JSON from this version on.
  private static final int JSON_SINCE = 24;

  /// The start of a container.
  ///
  /// @param container as the caller names it
  /// @param json whether the caller's API version has errors in JSON
  record Start(String container, boolean json) {}

  /// Empty for what is no request of HTTP/1.
  static Optional<RequestHead> parse(byte[] bytes, int from, int to) {
    return Head.parse(bytes, from, to)
        .flatMap(head -> {
          Matcher line = LINE.matcher(head.line());
          return line.matches()
              ? Optional.of(new RequestHead(line.group(1), line.group(2), head))
              : Optional.empty();
        });
  }

  /// The start that it asks for, if it does.
  Optional<Start> start() {
    Matcher path = START.matcher(target.replaceFirst("^http://[^/]*", ""));
    if (!method.equals("POST") || !path.matches()) {
      return Optional.empty();
    }
    boolean old =
        path.group(1) != null
            && path.group(1).equals("1")
            && path.group(2).length() <= 2
            && Integer.parseInt(path.group(2)) < JSON_SINCE;
    return Optional.of(new Start(decoded(path.group(3)), !old));
  }

  /// Whether it may change something, so that its end is worth waiting for.
  boolean changes() {
    return !method.equals("GET") && !method.equals("HEAD");
  }

  Framing body() {
    if (head.chunked()) {
      return Framing.chunked();
    }
    return head.length().map(Framing::sized).orElseGet(Framing::none);
  }

  private static String decoded(String part) {
    try {
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return part;
    }
  }
}
