package dev.pillion.agent.envoy;

import java.nio.file.Path;
import java.util.OptionalLong;

/// Talks with an Envoy through its admin socket.
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

  /// How many connections others have with it, those among them that it has not read anything of;
  /// empty where it does not answer.
  OptionalLong connections(Path adminSocket);

  /// Has it ask its HTTP clients to connect anew after their next answer. It goes on to accept and
  /// to serve, and goes on to ask so until its end. One that does not answer is not asked.
  void discourage(Path adminSocket);

  /// Has it ask every HTTP client to connect anew after its next answer, and call itself unhealthy
  /// to who asks; or end that. One that does not answer is not told.
  void drain(Path adminSocket, boolean draining);
}
