package dev.pillion.xds.ads;

import dev.pillion.delta.ResourceStatus;
import dev.pillion.delta.TypeStatus;
import dev.pillion.delta.Verdict;
import dev.pillion.xds.snapshot.ProxyResources;
import java.util.List;
import java.util.Optional;

/// Where an Envoy stands that an agent serves: what the agent says of it, against what the agent
/// was sent.
///
/// @param relay the stream that the agent serves it from, while that is connected
record RelayedStanding(
    RelayedProxy proxy, Optional<ProxyConnection> relay, ProxyResources resources)
    implements Standing {
  @Override
  public ProxyIdentity identity() {
    return proxy.identity();
  }

  @Override
  public ProxyStatus status() {
    String problem = problem();
    List<KeptBack> keptBack = relay.map(open -> open.quarantine().keptBack()).orElse(List.of());
    boolean inSync = problem.isEmpty() && keptBack.isEmpty() && hasTheNewest();
    return new ProxyStatus(
        proxy.nodeId(),
        proxy.task(),
        proxy.group(),
        proxy.connected(),
        proxy.envoyVersion(),
        proxy.dialect(),
        proxy.types(),
        inSync,
        keptBack,
        problem);
  }

  @Override
  public List<ResourceStatus> sent() {
    return relay.map(this::sent).orElse(List.of());
  }

  private List<ResourceStatus> sent(ProxyConnection open) {
    List<ResourceStatus> sent = open.sent();
    // Counted afterwards: who has accepted that many has accepted these.
    boolean holds = proxy.holds(open.stream().responses());
    return sent.stream()
        .map(resource ->
            new ResourceStatus(
                resource.type(), resource.name(), resource.version(), holds && !refuses(resource)))
        .toList();
  }

  private boolean refuses(ResourceStatus resource) {
    return proxy.refusals().stream()
        .filter(refused -> refused.type() == resource.type())
        .map(Verdict::versions)
        .anyMatch(versions -> resource.version().equals(versions.get(resource.name())));
  }

  private boolean hasTheNewest() {
    return relay
        .filter(open -> {
          List<TypeStatus> types = open.stream().status();
          return !types.isEmpty()
              && types.stream().allMatch(TypeStatus::inSync)
              && proxy.holds(open.stream().responses());
        })
        .isPresent();
  }

  private String problem() {
    String problem = ProxyConnection.problem(resources.of(proxy.group()));
    if (problem.isEmpty() && relay.isEmpty()) {
      return ("its host's agent has no stream for %s to this server at the moment, and serves what"
              + " it has; the agent dials again within seconds: if this stays, see its log")
          .formatted(proxy.group());
    }
    return problem;
  }
}
