package dev.pillion.xds.agents;

import dev.pillion.agent.v1.AgentMessage;
import dev.pillion.agent.v1.AgentsGrpc;
import dev.pillion.agent.v1.Hello;
import dev.pillion.agent.v1.ServerMessage;
import dev.pillion.agent.v1.Welcome;
import dev.pillion.mesh.endpoint.EndpointReport;
import dev.pillion.mesh.endpoint.ServiceKey;
import dev.pillion.mesh.model.ResourceId;
import dev.pillion.mesh.model.ServiceDiscovery;
import dev.pillion.mesh.model.VirtualNodeSpec;
import dev.pillion.mesh.state.MeshState;
import dev.pillion.mesh.state.Meshes;
import dev.pillion.xds.discovery.Applied;
import dev.pillion.xds.discovery.EndpointTable;
import dev.pillion.xds.discovery.KnownReporters;
import dev.pillion.xds.discovery.ReporterView;
import dev.pillion.xds.passes.Coalescer;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server's end of the agents' streams: reports go into the endpoint table; each agent is told
/// of the proxies on its host, and which Cloud Map services it is to look up.
public final class AgentsService extends AgentsGrpc.AgentsImplBase implements AutoCloseable {
  /// What the service works on.
  ///
  /// @param proxies hears of the agents' Envoys
  /// @param version the server's, for the agents' logs
  public record Context(
      Meshes meshes,
      EndpointTable endpoints,
      ProxyReports proxies,
      KnownReporters known,
      Clock clock,
      String version) {}

  private record Last(String version, Instant heard) {}

  private static final Logger LOG = LoggerFactory.getLogger(AgentsService.class);
  private static final Duration TICK = Duration.ofSeconds(1);

  private final Context context;
  private final Map<String, AgentStream> streams = new ConcurrentHashMap<>();
  private final Map<String, Last> last = new ConcurrentHashMap<>();
  private final AtomicBoolean changed = new AtomicBoolean(true);
  private final Coalescer passes;
  // Touched by the passes only.
  private Set<String> saved;

  /// Starts to listen to the meshes, and to let the table's time pass.
  public AgentsService(Context context) {
    this.context = context;
    this.saved = context.known().load();
    this.passes = Coalescer.startTicking("agents", TICK, this::pass);
    context
        .meshes()
        .onCommit(committed -> {
          // A write to tags alone touches nothing, and may switch injection.
          if (committed.touched().isEmpty()
              || committed.touched().stream().anyMatch(AgentsService::concernsAgents)) {
            request();
          }
        });
  }

  @Override
  public StreamObserver<AgentMessage> connect(StreamObserver<ServerMessage> responses) {
    var agent = (ServerCallStreamObserver<ServerMessage>) responses;
    var outbox = new Outbox(agent);
    agent.setOnReadyHandler(outbox::flush);
    // With a handler, what is said to an agent that has gone is dropped; without, it is thrown.
    agent.setOnCancelHandler(() -> {});
    return new AgentStream(
        this, outbox, context.proxies().open(), context.meshes(), context.clock());
  }

  /// All agents whose word counts, by name, for status.
  public List<AgentView> agents() {
    var views = new ArrayList<AgentView>();
    context.endpoints().reporters().forEach((name, held) -> views.add(view(name, held)));
    return views;
  }

  private AgentView view(String name, ReporterView held) {
    var stream = Optional.ofNullable(streams.get(name));
    var before = Optional.ofNullable(last.get(name));
    return new AgentView(
        name,
        held.epoch(),
        held.sequence(),
        stream
            .flatMap(AgentStream::hello)
            .map(Hello::getVersion)
            .or(() -> before.map(Last::version))
            .orElse(""),
        held.connected(),
        stream.map(AgentStream::heard).or(() -> before.map(Last::heard)).orElse(Instant.EPOCH),
        stream.map(AgentStream::resolves).orElse(List.of()),
        held.localTasks());
  }

  /// Lists a connection, in the place of an older one of the same agent. Refused, with the epoch
  /// that is held, when a later start of the agent was here.
  Optional<Long> joined(AgentStream stream, Hello hello) {
    var refused = new AtomicReference<Optional<Long>>(Optional.empty());
    streams.compute(
        hello.getReporter(),
        (reporter, before) -> {
          refused.set(context.endpoints().connected(reporter, hello.getEpoch()));
          if (refused.get().isPresent()) {
            return before;
          }
          if (before != null) {
            before.replaced(
                Status.ABORTED.withDescription("a newer connection of this agent took over"));
          }
          var welcome = Welcome.newBuilder().setServerVersion(context.version());
          stream.outbox().welcome(ServerMessage.newBuilder().setWelcome(welcome).build());
          LOG.info(
              "agent={} state=connected epoch={} version={}",
              reporter,
              hello.getEpoch(),
              hello.getVersion());
          return stream;
        });
    request();
    return refused.get();
  }

  boolean owns(AgentStream stream) {
    return stream.equals(streams.get(stream.reporter()));
  }

  Applied apply(EndpointReport report) {
    return context.endpoints().apply(report);
  }

  void left(AgentStream stream) {
    streams.computeIfPresent(
        stream.reporter(),
        (reporter, held) -> {
          if (!held.equals(stream)) {
            return held;
          }
          stream
              .hello()
              .ifPresent(hello -> {
                last.put(reporter, new Last(hello.getVersion(), stream.heard()));
                context.endpoints().lost(reporter, hello.getEpoch());
                LOG.info("agent={} state=disconnected", reporter);
              });
          return null;
        });
    request();
  }

  private void request() {
    changed.set(true);
    passes.request();
  }

  private void pass() {
    var expired = context.endpoints().expire();
    expired.forEach(reporter -> {
      last.remove(reporter);
      LOG.warn(
          "agent={} state=expired silent={}s remedy=\"see whether its host and its agent run\"",
          reporter,
          EndpointTable.SILENCE.toSeconds());
    });
    if (changed.getAndSet(false)) {
      var services = services();
      context.endpoints().retain(services);
      assign(services);
      streams.values().forEach(AgentStream::tellTargets);
    }
    save();
  }

  // Agents ask for the services of virtual nodes, and wait for what their proxies are.
  private static boolean concernsAgents(ResourceId written) {
    return switch (written) {
      case ResourceId.Mesh _, ResourceId.VirtualNode _, ResourceId.VirtualGateway _ -> true;
      case ResourceId.VirtualRouter _,
          ResourceId.Route _,
          ResourceId.VirtualService _,
          ResourceId.GatewayRoute _ ->
          false;
    };
  }

  // Every Cloud Map service that a mesh names.
  private SortedSet<ServiceKey> services() {
    var services = new TreeSet<ServiceKey>();
    for (MeshState mesh : context.meshes().all()) {
      for (VirtualNodeSpec node : mesh.virtualNodes().values()) {
        if (node.serviceDiscovery().orElse(null)
            instanceof ServiceDiscovery.CloudMap(var namespace, var service, _, _)) {
          services.add(new ServiceKey(namespace, service));
        }
      }
    }
    return services;
  }

  private void assign(SortedSet<ServiceKey> services) {
    var able = new TreeSet<String>();
    streams.forEach((reporter, stream) -> {
      if (stream.hello().filter(Hello::getResolvesCloudMap).isPresent()) {
        able.add(reporter);
      }
    });
    Assignments.of(services, able)
        .forEach((reporter, assigned) ->
            Optional.ofNullable(streams.get(reporter))
                .ifPresent(stream -> stream.assign(assigned)));
  }

  // Those still waited for stay, lest a second restart forget them.
  private void save() {
    var known = new TreeSet<>(context.endpoints().reporters().keySet());
    known.addAll(context.endpoints().awaited());
    if (!known.equals(saved)) {
      context.known().save(known);
      saved = known;
    }
  }

  @Override
  public void close() {
    passes.close();
  }
}
