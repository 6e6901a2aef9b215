package dev.pillion.traffic.stage;

import dev.pillion.agent.cloudmap.Answer;
import dev.pillion.mesh.endpoint.Instance;
import dev.pillion.mesh.endpoint.ServiceKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/// A Cloud Map that lists what a test says.
public final class CloudMap implements dev.pillion.agent.cloudmap.CloudMap {
  private record Listing(long revision, List<Instance> instances) {}

  private static final Listing NONE = new Listing(0, List.of());

  private final Map<ServiceKey, Listing> listings = new ConcurrentHashMap<>();

  /// From now on the service has these instances.
  public void lists(String namespace, String service, List<Instance> instances) {
    listings.compute(
        new ServiceKey(namespace, service),
        (_, before) ->
            new Listing(before == null ? 1 : before.revision() + 1, List.copyOf(instances)));
  }

  /// An instance with an IPv4 address, at the port of the virtual node's listener.
  public static Instance instance(String id, String ipv4, Map<String, String> attributes) {
    return new Instance(id, Optional.of(ipv4), Optional.empty(), OptionalInt.empty(), attributes);
  }

  @Override
  public boolean usable() {
    return true;
  }

  @Override
  public Answer<Long> revision(ServiceKey service) {
    return new Answer.Given<>(listing(service).revision());
  }

  @Override
  public Answer<List<Instance>> instances(ServiceKey service) {
    return new Answer.Given<>(listing(service).instances());
  }

  private Listing listing(ServiceKey service) {
    return listings.getOrDefault(service, NONE);
  }
}
