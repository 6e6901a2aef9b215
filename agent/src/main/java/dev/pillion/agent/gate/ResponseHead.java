package dev.pillion.agent.gate;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How Docker answers.
record ResponseHead(int status, Head head) {
  private static final Pattern LINE = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})(?: .*)?");
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int OK = 200;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  /// Empty for what is no answer of HTTP/1.
  static Optional<ResponseHead> parse(byte[] bytes, int from, int to) {
    return Head.parse(bytes, from, to)
        .flatMap(head -> {
          Matcher line = LINE.matcher(head.line());
          return line.matches()
              ? Optional.of(new ResponseHead(Integer.parseInt(line.group(1)), head))
              : Optional.empty();
        });
  }

  /// Whether another answer to the same request follows.
  boolean interim() {
    return status < OK && status != SWITCHING_PROTOCOLS;
  }

  /// The body's end; empty when it is the connection's, which then carries no other request: so it
  /// is with an upgrade, and with the older way of Docker's to take a connection over.
  ///
  /// @param toHead whether it answers a HEAD
  Optional<Framing> body(boolean toHead) {
    if (status == SWITCHING_PROTOCOLS) {
      return Optional.empty();
    }
    if (toHead || status < OK || status == NO_CONTENT || status == NOT_MODIFIED) {
      return Optional.of(Framing.none());
    }
    return head.chunked() ? Optional.of(Framing.chunked()) : head.length().map(Framing::sized);
  }
}
