package dev.pillion.xds.agents;

import dev.pillion.agent.v1.AgentMessage;
import dev.pillion.agent.v1.Hello;
import dev.pillion.agent.v1.Interest;
import dev.pillion.agent.v1.ProxyReport;
import dev.pillion.agent.v1.ProxyTarget;
import dev.pillion.agent.v1.Report;
import dev.pillion.mesh.endpoint.ServiceKey;
import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.mesh.state.Meshes;
import dev.pillion.mesh.state.Presence;
import dev.pillion.xds.discovery.Applied;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One agent's connection: what it says, in order, and what it was told. gRPC calls it from one
/// thread at a time; the service's passes call it from another.
final class AgentStream implements StreamObserver<AgentMessage> {
  private static final Logger LOG = LoggerFactory.getLogger(AgentStream.class);

  private final AgentsService service;
  private final Outbox outbox;
  private final ProxyReports.Connection proxies;
  private final Meshes meshes;
  private final Clock clock;

  private volatile Optional<Hello> hello = Optional.empty();
  private volatile Instant heard;
  private volatile Set<ProxyGroup> interest = Set.of();
  private volatile Optional<List<ServiceKey>> resolves = Optional.empty();

  /* guards: told */
  private final Object lock = new Object();
  private final Map<ProxyGroup, ProxyTarget> told = new HashMap<>();
  // Touched by gRPC's thread only.
  private boolean askedForFull;

  AgentStream(
      AgentsService service,
      Outbox outbox,
      ProxyReports.Connection proxies,
      Meshes meshes,
      Clock clock) {
    this.service = service;
    this.outbox = outbox;
    this.proxies = proxies;
    this.meshes = meshes;
    this.clock = clock;
    this.heard = clock.instant();
  }

  @Override
  public void onNext(AgentMessage message) {
    heard = clock.instant();
    if (hello.isEmpty() && !message.hasHello()) {
      end(Status.FAILED_PRECONDITION.withDescription("the first message must be a Hello"));
      return;
    }
    switch (message.getMessageCase()) {
      case HELLO -> greet(message.getHello());
      case REPORT -> take(message.getReport());
      case INTEREST -> note(message.getInterest());
      case PROXIES -> take(message.getProxies());
      // From a newer agent, which can do without an answer.
      case MESSAGE_NOT_SET -> {}
    }
  }

  private void greet(Hello greeting) {
    if (hello.isPresent() || greeting.getReporter().isEmpty()) {
      end(Status.INVALID_ARGUMENT.withDescription("one Hello, with a reporter"));
      return;
    }
    // Before the service lists this connection, so that whoever finds it there finds it complete.
    hello = Optional.of(greeting);
    service
        .joined(this, greeting)
        .ifPresent(held -> {
          LOG.warn(
              "agent={} state=refused epoch={} held={} remedy=\"give each host a state"
                  + " directory of its own\"",
              greeting.getReporter(),
              greeting.getEpoch(),
              held);
          end(
              Status.FAILED_PRECONDITION.withDescription(
                  "agent %s: epoch %d is older than %d, which was here; give each host a state"
                          .formatted(greeting.getReporter(), greeting.getEpoch(), held)
                      + " directory of its own"));
        });
  }

  private void take(Report report) {
    if (!service.owns(this)) {
      return;
    }
    if (report.getFull()) {
      askedForFull = false;
    }
    var greeting = hello.orElseThrow();
    switch (service.apply(Contract.report(greeting.getReporter(), greeting.getEpoch(), report))) {
      case Applied.Changed(var services) ->
          LOG.debug("agent={} changed={}", greeting.getReporter(), services);
      case Applied.Same() -> {}
      case Applied.Gap(var expected) ->
          askForFull("report %d came where %d was due".formatted(report.getSequence(), expected));
      case Applied.Stale(_, var held) ->
          askForFull("report %d came after %d".formatted(report.getSequence(), held));
    }
  }

  private void take(ProxyReport report) {
    if (service.owns(this)) {
      proxies.take(report);
    }
  }

  private void askForFull(String reason) {
    if (!askedForFull) {
      askedForFull = true;
      LOG.info("agent={} ask=full reason=\"{}\"", reporter(), reason);
      outbox.sendFull(reason);
    }
  }

  private void note(Interest message) {
    var groups = new HashSet<ProxyGroup>();
    message.getProxiesList().forEach(proxy -> groups.add(Contract.group(proxy)));
    synchronized (lock) {
      // It asks anew: it is told of all, not only of what changed.
      told.clear();
      interest = Set.copyOf(groups);
    }
    tellTargets();
  }

  /// Tells the agent what the mesh says of the proxies on its host, as far as that is news.
  void tellTargets() {
    var news = new HashMap<ProxyGroup, ProxyTarget>();
    synchronized (lock) {
      for (ProxyGroup group : interest) {
        var target = Contract.target(group, Presence.of(meshes, group), injectionOff(group));
        if (!target.equals(told.put(group, target))) {
          news.put(group, target);
        }
      }
    }
    if (!news.isEmpty()) {
      outbox.targets(news);
    }
  }

  private Optional<String> injectionOff(ProxyGroup group) {
    return hello.flatMap(greeting ->
        meshes
            .injection(group.mesh())
            .off(group.mesh(), greeting.getCluster(), greeting.getReporter()));
  }

  /// Hands the agent the services that it is to look up from now on, unless it was told the same on
  /// this connection.
  void assign(SortedSet<ServiceKey> services) {
    var sorted = Optional.of(List.copyOf(services));
    if (!sorted.equals(resolves)) {
      resolves = sorted;
      outbox.resolve(services);
    }
  }

  Outbox outbox() {
    return outbox;
  }

  String reporter() {
    return hello.map(Hello::getReporter).orElse("");
  }

  Optional<Hello> hello() {
    return hello;
  }

  Instant heard() {
    return heard;
  }

  List<ServiceKey> resolves() {
    return resolves.orElse(List.of());
  }

  /// Another connection of the agent stands in its place.
  void replaced(Status status) {
    outbox.close(status);
    proxies.close();
  }

  void end(Status status) {
    outbox.close(status);
    left();
  }

  @Override
  public void onError(Throwable thrown) {
    left();
  }

  @Override
  public void onCompleted() {
    outbox.complete();
    left();
  }

  private void left() {
    proxies.close();
    service.left(this);
  }
}
