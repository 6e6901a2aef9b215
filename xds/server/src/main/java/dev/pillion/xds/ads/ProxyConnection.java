package dev.pillion.xds.ads;

import dev.pillion.delta.AdsStream;
import dev.pillion.delta.ResourceStatus;
import dev.pillion.delta.TypeStatus;
import dev.pillion.xds.snapshot.ProxyResources;
import java.time.Instant;
import java.util.List;

/// A proxy or a relay that is connected, with all that serves it.
record ProxyConnection(
    ProxyIdentity identity,
    String dialect,
    Instant connected,
    AdsStream<?> stream,
    Quarantine.Member quarantine,
    ProxyResources resources,
    ProxyResources.Watch watch)
    implements Standing, AutoCloseable {
  @Override
  public List<ResourceStatus> sent() {
    return stream.resources();
  }

  @Override
  public ProxyStatus status() {
    List<TypeStatus> types = stream.status();
    String problem = problem(resources.of(identity.group()));
    List<KeptBack> keptBack = quarantine.keptBack();
    boolean inSync =
        problem.isEmpty()
            && keptBack.isEmpty()
            && !types.isEmpty()
            && types.stream().allMatch(TypeStatus::inSync);
    return new ProxyStatus(
        identity.nodeId(),
        identity.task(),
        identity.group(),
        connected,
        identity.envoyVersion(),
        dialect,
        types,
        inSync,
        keptBack,
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
