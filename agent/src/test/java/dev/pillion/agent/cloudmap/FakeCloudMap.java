package dev.pillion.agent.cloudmap;

import dev.pillion.mesh.endpoint.Instance;
import dev.pillion.mesh.endpoint.ServiceKey;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/// Cloud Map in memory; one contract holds for it and for the real one.
public final class FakeCloudMap implements CloudMap {
  private final Map<ServiceKey, Service> services = new TreeMap<>();
  private String problem = "";
  private boolean usable = true;
  private int instanceCalls;

  private static final class Service {
    private final Map<String, Instance> instances = new TreeMap<>();
    private final Set<String> unhealthy = new HashSet<>();
    private long revision;
  }

  @Override
  public synchronized boolean usable() {
    return usable;
  }

  @Override
  public synchronized Answer<Long> revision(ServiceKey service) {
    return failure(service)
        .<Answer<Long>>map(text -> new Answer.Failed<>(text, remedy()))
        .orElseGet(() -> new Answer.Given<>(at(service).revision));
  }

  @Override
  public synchronized Answer<List<Instance>> instances(ServiceKey service) {
    instanceCalls++;
    return failure(service)
        .<Answer<List<Instance>>>map(text -> new Answer.Failed<>(text, remedy()))
        .orElseGet(() -> new Answer.Given<>(healthy(at(service))));
  }

  private static List<Instance> healthy(Service service) {
    List<Instance> healthy =
        service.instances.values().stream()
            .filter(instance -> !service.unhealthy.contains(instance.id()))
            .toList();
    return healthy.isEmpty() ? List.copyOf(service.instances.values()) : healthy;
  }

  private Optional<String> failure(ServiceKey service) {
    if (!problem.isEmpty()) {
      return Optional.of(problem);
    }
    return services.containsKey(service)
        ? Optional.empty()
        : Optional.of("ServiceNotFound: " + service);
  }

  private String remedy() {
    return problem.isEmpty() ? "correct the name, or create what it names" : "mend it";
  }

  private Service at(ServiceKey service) {
    return services.computeIfAbsent(service, _ -> new Service());
  }

  /// Makes a service without instances.
  public synchronized void create(ServiceKey service) {
    at(service);
  }

  /// Registers an instance.
  public synchronized void register(ServiceKey key, String id, Map<String, String> attributes) {
    Service service = at(key);
    var port = attributes.get("AWS_INSTANCE_PORT");
    service.instances.put(
        id,
        new Instance(
            id,
            Optional.ofNullable(attributes.get("AWS_INSTANCE_IPV4")),
            Optional.ofNullable(attributes.get("AWS_INSTANCE_IPV6")),
            port == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(port)),
            attributes));
    service.revision++;
  }

  /// Takes an instance away.
  public synchronized void deregister(ServiceKey key, String id) {
    at(key).instances.remove(id);
    at(key).revision++;
  }

  /// Says that an instance is not well.
  public synchronized void unhealthy(ServiceKey key, String id) {
    at(key).unhealthy.add(id);
    at(key).revision++;
  }

  /// Fails every question from now on; the empty text ends that.
  public synchronized void fail(String text) {
    problem = text;
  }

  /// Whether there are a region and credentials.
  public synchronized void usable(boolean now) {
    usable = now;
  }

  /// How often instances were asked for.
  public synchronized int instanceCalls() {
    return instanceCalls;
  }
}
