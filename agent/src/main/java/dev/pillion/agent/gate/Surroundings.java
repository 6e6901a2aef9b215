package dev.pillion.agent.gate;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.Optional;

/// What every connection works with.
record Surroundings(SocketAddress docker, Doorkeeper keeper, Counts counts) {
  /// A connection to Docker; where there is none, the answer says so.
  Optional<Wire> dial(Answer answer, boolean json) {
    try {
      return Optional.of(Wire.to(docker));
    } catch (IOException e) {
      answer.give(
          Refusal.unavailable(
              "pillion: docker at %s: does not answer (%s); start it"
                  .formatted(docker, e.getMessage()),
              json));
      return Optional.empty();
    }
  }
}
