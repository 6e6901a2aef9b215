package dev.pillion.routes.spec;

import java.util.List;
import java.util.OptionalInt;

/// What is redirected in a task's network namespace, as App Mesh's route manager took it. What
/// every task is spared (port 22, the metadata addresses) need not be listed.
///
/// @param ignoredUid traffic of this user is left alone: the proxy's own; it or the group is
///   required
/// @param ignoredGid traffic of this group is left alone
/// @param ingressPort where inbound connections go, 1 to 65535, or 0 without app ports
/// @param egressPort where outbound connections go, 1 to 65535
/// @param appPorts inbound ports that go to the ingress port; empty for none
/// @param egressIgnoredIps addresses or CIDR blocks of either family that are left alone
/// @param egressIgnoredPorts ports that are left alone
/// @param ipv6 whether IPv6 is redirected as well; without it IPv6 is not touched
public record RedirectSpec(
    OptionalInt ignoredUid,
    OptionalInt ignoredGid,
    int ingressPort,
    int egressPort,
    List<Integer> appPorts,
    List<String> egressIgnoredIps,
    List<Integer> egressIgnoredPorts,
    boolean ipv6) {
  /// Copies its lists.
  ///
  /// @throws RouteException naming every violation and its environment variable
  public RedirectSpec {
    appPorts = List.copyOf(appPorts);
    egressIgnoredIps = List.copyOf(egressIgnoredIps);
    egressIgnoredPorts = List.copyOf(egressIgnoredPorts);
    var checks = new RedirectChecks();
    checks.owner(ignoredUid, ignoredGid);
    checks.proxyPorts(ingressPort, egressPort, appPorts);
    checks.ports(RouteEnvironment.APP_PORTS, appPorts);
    checks.addresses(egressIgnoredIps);
    checks.ports(RouteEnvironment.EGRESS_IGNORED_PORTS, egressIgnoredPorts);
    checks.orThrow();
  }

  /// The listed addresses of one family.
  public List<Cidr> ignored(Family family) {
    return egressIgnoredIps.stream()
        .flatMap(text -> Cidr.parse(text).stream())
        .filter(cidr -> cidr.family() == family)
        .toList();
  }
}
