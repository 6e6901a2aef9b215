package dev.pillion.clients;

import java.net.URI;
import java.nio.file.Path;

/// What a client is pointed at.
///
/// @param attempts how often it sends a request that gets no answer or one that calls for another
///   try
/// @param config an AWS configuration file
record Target(URI endpoint, int attempts, Path config) {
  Target(URI endpoint, int attempts) {
    this(endpoint, attempts, Path.of("/dev/null"));
  }

  /// The endpoint, with each request sent once, so that no failure hides behind a second try.
  static Target once(URI endpoint) {
    return new Target(endpoint, 1);
  }
}
