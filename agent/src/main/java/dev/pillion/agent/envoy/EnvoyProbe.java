package dev.pillion.agent.envoy;

import java.nio.file.Path;

/// Asks an Envoy how far it is.
public interface EnvoyProbe {
  /// How far an Envoy is.
  sealed interface Readiness {
    /// LIVE, with listeners from the server and none of them warming.
    record Ready() implements Readiness {}

    /// Not yet, and what it waits for, in words.
    record Waiting(String what) implements Readiness {}
  }

  /// Asks through the admin socket; an Envoy that does not answer is waiting.
  Readiness readiness(Path adminSocket);
}
