package dev.pillion.xds.http;

import java.time.Duration;

/// How much of the web server its clients may take.
public record HttpLimits(Sizes sizes, Times times, Counts counts) {
  /// What a server runs with where nothing else is set; docs/limits.md tells of each.
  public static final HttpLimits DEFAULT =
      new HttpLimits(
          new Sizes(8 << 10, 16 << 10, 1 << 20, 64 << 20),
          new Times(
              Duration.ofSeconds(10),
              Duration.ofSeconds(20),
              Duration.ofSeconds(20),
              // Longer than the 60 s for which AWS SDKs keep an idle connection: they close first.
              Duration.ofSeconds(75),
              Duration.ofSeconds(10)),
          new Counts(1024, 128, 128));

  /// In bytes.
  ///
  /// @param requestLine method, address and version
  /// @param headers all of a request's headers together
  /// @param body one request's body; the largest specification that the rules allow is far smaller
  /// @param bodies all bodies that are held at once
  public record Sizes(int requestLine, int headers, int body, int bodies) {}

  /// How long the server waits.
  ///
  /// @param header from the first byte of a request, or from the connection's opening, to the end
  ///   of its headers; a TLS handshake is in it
  /// @param body from there to the end of its body
  /// @param answer for the client to take its answer
  /// @param idle from an answer to the next request
  /// @param stop for what it is carrying out, when it stops
  public record Times(
      Duration header, Duration body, Duration answer, Duration idle, Duration stop) {}

  /// How many at once.
  ///
  /// @param reads requests that change nothing
  /// @param writes requests that may
  public record Counts(int connections, int reads, int writes) {}
}
