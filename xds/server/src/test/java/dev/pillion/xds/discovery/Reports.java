package dev.pillion.xds.discovery;

import dev.pillion.mesh.endpoint.EndpointReport;
import dev.pillion.mesh.endpoint.Instance;
import dev.pillion.mesh.endpoint.LocalTask;
import dev.pillion.mesh.endpoint.ServiceKey;
import dev.pillion.mesh.endpoint.ServiceReport;
import dev.pillion.mesh.model.ProxyGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// An agent's reports in few words, for tests.
public final class Reports {
  private final String reporter;
  private final long epoch;
  private final long sequence;
  private final boolean full;
  private final List<ServiceReport> services = new ArrayList<>();
  private final List<ServiceKey> forgotten = new ArrayList<>();
  private final List<LocalTask> tasks = new ArrayList<>();
  private final List<String> gone = new ArrayList<>();

  private Reports(String reporter, long epoch, long sequence, boolean full) {
    this.reporter = reporter;
    this.epoch = epoch;
    this.sequence = sequence;
    this.full = full;
  }

  public static Reports full(String reporter, long epoch) {
    return new Reports(reporter, epoch, 1, true);
  }

  public static Reports delta(String reporter, long epoch, long sequence) {
    return new Reports(reporter, epoch, sequence, false);
  }

  public static ServiceKey key(String service) {
    return new ServiceKey("demo.local", service);
  }

  /// Instances written `id@address`.
  public Reports lists(String service, long revision, String... instances) {
    var all = Stream.of(instances).map(Reports::instance).toList();
    services.add(new ServiceReport.Resolved(key(service), revision, all));
    return this;
  }

  public Reports cannotList(String service, String problem) {
    services.add(new ServiceReport.Unresolved(key(service), problem));
    return this;
  }

  public Reports forgets(String service) {
    forgotten.add(key(service));
    return this;
  }

  public Reports task(String id, LocalTask.State state, String... addresses) {
    var group = ProxyGroup.virtualNode("demo", "color");
    tasks.add(new LocalTask(id, "arn:" + id, group, state, List.of(addresses)));
    return this;
  }

  public Reports gone(String id) {
    gone.add(id);
    return this;
  }

  public EndpointReport now() {
    return new EndpointReport(reporter, epoch, sequence, full, services, forgotten, tasks, gone);
  }

  static Instance instance(String text) {
    String[] parts = text.split("@", 2);
    return new Instance(
        parts[0], Optional.of(parts[1]), Optional.empty(), OptionalInt.empty(), Map.of());
  }
}
