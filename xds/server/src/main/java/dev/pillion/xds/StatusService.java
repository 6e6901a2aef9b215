package dev.pillion.xds;

import com.google.protobuf.Timestamp;
import dev.pillion.agent.v1.AgentConnection;
import dev.pillion.agent.v1.CloudMapName;
import dev.pillion.agent.v1.GroupStatus;
import dev.pillion.agent.v1.ServerStatus;
import dev.pillion.agent.v1.ServerStatusRequest;
import dev.pillion.agent.v1.ServerStatusServiceGrpc.ServerStatusServiceImplBase;
import dev.pillion.agent.v1.ServiceStatus;
import dev.pillion.mesh.endpoint.ServiceKey;
import dev.pillion.mesh.model.PillionVersion;
import dev.pillion.mesh.state.Meshes;
import dev.pillion.xds.agents.AgentView;
import dev.pillion.xds.agents.AgentsService;
import dev.pillion.xds.discovery.EndpointTable;
import dev.pillion.xds.discovery.ServiceView;
import dev.pillion.xds.snapshot.GroupView;
import dev.pillion.xds.snapshot.ProxyResources;
import dev.pillion.xds.snapshot.SnapshotPublisher;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.Comparator;

/// Answers `pillion status --server`.
final class StatusService extends ServerStatusServiceImplBase {
  private final Timestamp started;
  private final Meshes meshes;
  private final ProxyMessages proxies;
  private final AgentsService agents;
  private final EndpointTable endpoints;
  private final SnapshotPublisher publisher;

  StatusService(
      Instant started,
      Meshes meshes,
      ProxyMessages proxies,
      AgentsService agents,
      EndpointTable endpoints,
      SnapshotPublisher publisher) {
    this.started = Times.message(started);
    this.meshes = meshes;
    this.proxies = proxies;
    this.agents = agents;
    this.endpoints = endpoints;
    this.publisher = publisher;
  }

  @Override
  public void get(ServerStatusRequest request, StreamObserver<ServerStatus> answer) {
    var status = ServerStatus.newBuilder().setVersion(PillionVersion.current()).setStarted(started);
    meshes.all().stream()
        .sorted(Comparator.comparing(mesh -> mesh.name()))
        .map(MeshMessages::of)
        .forEach(status::addMeshes);
    String asked = request.getProxy();
    status.addAllProxies(asked.isEmpty() ? proxies.all() : proxies.of(asked));
    status.addAllRefused(proxies.refused());
    agents.agents().stream().map(StatusService::agent).forEach(status::addAgents);
    endpoints.services().stream().map(StatusService::service).forEach(status::addServices);
    proxies.groups().stream()
        .map(publisher::view)
        .map(StatusService::group)
        .forEach(status::addGroups);
    answer.onNext(status.build());
    answer.onCompleted();
  }

  private static GroupStatus group(GroupView view) {
    String waiting =
        switch (view.answer()) {
          case ProxyResources.Answer.Ready _ -> "";
          case ProxyResources.Answer.NotYet(var reason) -> reason;
          case ProxyResources.Answer.Unknown(var problem) -> problem;
        };
    return GroupStatus.newBuilder()
        .setName(view.group().toString())
        .setWaiting(waiting)
        .addAllProblems(view.problems())
        .build();
  }

  private static ServiceStatus service(ServiceView view) {
    var status =
        ServiceStatus.newBuilder()
            .setName(name(view.service()))
            .setInstances(view.instances())
            .addAllReporters(view.reporters())
            .setProblem(view.problem().orElse(""));
    if (view.changed().isAfter(Instant.EPOCH)) {
      status.setChanged(Times.message(view.changed()));
    }
    return status.build();
  }

  private static AgentConnection agent(AgentView view) {
    return AgentConnection.newBuilder()
        .setReporter(view.reporter())
        .setEpoch(view.epoch())
        .setSequence(view.sequence())
        .setVersion(view.version())
        .setConnected(view.connected())
        .setHeard(Times.message(view.heard()))
        .addAllResolves(view.resolves().stream().map(StatusService::name).toList())
        .setLocalTasks(view.localTasks())
        .build();
  }

  private static CloudMapName name(ServiceKey service) {
    return CloudMapName.newBuilder()
        .setNamespace(service.namespace())
        .setService(service.service())
        .build();
  }
}
