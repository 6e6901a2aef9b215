package dev.pillion.xds.agents;

import dev.pillion.mesh.endpoint.ServiceKey;
import java.util.Collection;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which agent looks up which service: two for each service, or the one where there is only one. An
/// agent that comes or goes moves only the services that it takes or leaves.
final class Assignments {
  private static final int AGENTS_PER_SERVICE = 2;

  private Assignments() {}

  /// By agent; an agent with nothing to do has an empty set.
  static SortedMap<String, SortedSet<ServiceKey>> of(
      Collection<ServiceKey> services, Collection<String> agents) {
    var assigned = new TreeMap<String, SortedSet<ServiceKey>>();
    agents.forEach(agent -> assigned.put(agent, new TreeSet<>()));
    for (ServiceKey service : services) {
      agents.stream()
          .sorted(
              Comparator.comparingLong((String agent) -> rank(service, agent))
                  .thenComparing(Comparator.naturalOrder()))
          .limit(AGENTS_PER_SERVICE)
          .forEach(agent -> assigned.computeIfAbsent(agent, _ -> new TreeSet<>()).add(service));
    }
    return assigned;
  }

  // Rendezvous hashing: each pair has its own rank, whoever else is there.
  private static long rank(ServiceKey service, String agent) {
    long mixed = ((long) service.hashCode() << 32) ^ agent.hashCode();
    // The finaliser of SplitMix64.
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
