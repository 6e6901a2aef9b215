package dev.pillion.xds.ads;

import dev.pillion.delta.AdsStream;
import dev.pillion.delta.TypeStatus;
import dev.pillion.xds.snapshot.ProxyResources;
import java.time.Instant;
import java.util.List;

/// A proxy that is connected, with all that serves it.
record ProxyConnection(
    ProxyIdentity identity,
    String dialect,
    Instant connected,
    AdsStream<?> stream,
    ProxyResources resources,
    ProxyResources.Watch watch)
    implements AutoCloseable {
  ProxyStatus status() {
    List<TypeStatus> types = stream.status();
    String problem = problem(resources.of(identity.group()));
    boolean inSync =
        problem.isEmpty() && !types.isEmpty() && types.stream().allMatch(TypeStatus::inSync);
    return new ProxyStatus(
        identity.nodeId(),
        identity.task(),
        identity.group(),
        connected,
        identity.envoyVersion(),
        types,
        inSync,
        problem);
  }

  /// Why an answer leaves the proxy without anything; empty if it does not.
  static String problem(ProxyResources.Answer answer) {
    return switch (answer) {
      case ProxyResources.Answer.Ready _ -> "";
      case ProxyResources.Answer.NotYet(String reason) -> reason;
      case ProxyResources.Answer.Unknown(String problem) -> problem;
    };
  }

  @Override
  public void close() {
    watch.close();
    stream.close();
  }
}
