package dev.pillion.agent;

import dev.pillion.agent.cloudmap.Aws;
import dev.pillion.agent.docker.DockerEvents;
import dev.pillion.agent.gate.Gate;
import dev.pillion.agent.metrics.Ledger;
import dev.pillion.agent.metrics.Sources;
import dev.pillion.agent.netns.KernelNamespaces;
import dev.pillion.agent.reconcile.Tasks;
import dev.pillion.agent.relay.ServedProxy;
import dev.pillion.agent.report.GrpcServerLink;
import dev.pillion.agent.v1.AgentStatus;
import dev.pillion.inject.apply.TaskDirectories;
import dev.pillion.inject.envoy.Bootstrap;
import dev.pillion.mesh.model.PillionVersion;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What this agent answers when it is asked how things are.
record StatusSource(
    Instant started,
    String reporter,
    long epoch,
    GrpcServerLink server,
    DockerEvents docker,
    Aws aws,
    KernelNamespaces namespaces,
    Tasks tasks,
    Optional<Gate> gate)
    implements Supplier<AgentStatus> {
  @Override
  public AgentStatus get() {
    var status =
        AgentStatus.newBuilder()
            .setVersion(PillionVersion.current())
            .setStarted(StatusMessages.time(started))
            .setEpoch(epoch)
            .setReporter(reporter)
            .setServer(StatusMessages.link(server.state()))
            .setDocker(StatusMessages.link(docker.state()))
            .setCloudMap(StatusMessages.link(aws.cloudMapState()))
            .setEcs(StatusMessages.link(aws.ecsState()))
            .setHold(hold())
            .addAllTasks(tasks.reports().stream().map(StatusMessages::task).toList());
    gate.ifPresent(open -> status.setGate(StatusMessages.gate(open.state())));
    return status.build();
  }

  /// The same for metrics.
  ///
  /// @param proxies where each Envoy stands with what the relay serves it
  Sources metrics(Supplier<List<ServedProxy>> proxies, TaskDirectories directories, Ledger ledger) {
    return new Sources(
        PillionVersion.current(),
        reporter,
        hold(),
        () ->
            Map.of(
                "server", server.state(),
                "docker", docker.state(),
                "cloud-map", aws.cloudMapState(),
                "ecs", aws.ecsState()),
        tasks::reports,
        proxies,
        () -> gate.map(Gate::state),
        id -> directories.of(id).resolve(Bootstrap.ADMIN_SOCKET),
        ledger);
  }

  private String hold() {
    return namespaces.kind().name().toLowerCase(Locale.ROOT);
  }
}
