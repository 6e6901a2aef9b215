package dev.pillion.xds;

import dev.pillion.agent.v1.ProxyRef;
import dev.pillion.agent.v1.RefusedProxy;
import dev.pillion.agent.v1.Rejection;
import dev.pillion.agent.v1.SentResource;
import dev.pillion.delta.ResourceStatus;
import dev.pillion.delta.TypeStatus;
import dev.pillion.delta.Verdict;
import dev.pillion.delta.VersionedResource;
import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.xds.ads.KeptBack;
import dev.pillion.xds.ads.Origins;
import dev.pillion.xds.ads.Proxies;
import dev.pillion.xds.ads.ProxyStatus;
import dev.pillion.xds.ads.Refusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Proxies in the words of the status contract.
record ProxyMessages(Proxies proxies, Origins origins) {
  /// All that are connected.
  List<dev.pillion.agent.v1.ProxyStatus> all() {
    return proxies.statuses().stream().map(proxy -> of(proxy).build()).toList();
  }

  /// Those of a node id, with what they were sent.
  List<dev.pillion.agent.v1.ProxyStatus> of(String nodeId) {
    var messages = new ArrayList<dev.pillion.agent.v1.ProxyStatus>();
    proxies
        .sent(nodeId)
        .forEach((proxy, sent) -> {
          var message = of(proxy);
          sent.forEach(resource -> message.addResources(sent(proxy.group(), resource)));
          messages.add(message.build());
        });
    return List.copyOf(messages);
  }

  /// The groups of which there is one, by name.
  List<ProxyGroup> groups() {
    return proxies.groups().stream().sorted(Comparator.comparing(ProxyGroup::toString)).toList();
  }

  /// Those that were turned away.
  List<RefusedProxy> refused() {
    return proxies.refused().stream().map(ProxyMessages::refused).toList();
  }

  private dev.pillion.agent.v1.ProxyStatus.Builder of(ProxyStatus proxy) {
    var message =
        dev.pillion.agent.v1.ProxyStatus.newBuilder()
            .setNodeId(proxy.nodeId())
            .setTask(proxy.task())
            .setProxy(group(proxy.group()))
            .setConnected(Times.message(proxy.connected()))
            .setEnvoyVersion(proxy.envoyVersion())
            .setInSync(proxy.inSync())
            .setProblem(proxy.problem())
            .setDialect(proxy.dialect());
    proxy.types().forEach(type -> message.addTypes(type(proxy.group(), type)));
    proxy.keptBack().forEach(kept -> message.addKeptBack(keptBack(proxy.group(), kept)));
    return message;
  }

  private dev.pillion.agent.v1.TypeStatus type(ProxyGroup group, TypeStatus type) {
    var message =
        dev.pillion.agent.v1.TypeStatus.newBuilder()
            .setType(type.type().name())
            .setResources(type.resources());
    type.sent().map(Times::message).ifPresent(message::setSent);
    type.acknowledged().map(Times::message).ifPresent(message::setAcknowledged);
    type.rejections()
        .forEach(rejected ->
            rejected
                .resources()
                .forEach(resource -> message.addRejections(rejection(group, rejected, resource))));
    type.rejection()
        .ifPresent(newest ->
            message
                .setRejection(String.join(", ", newest.versions().keySet()) + ": " + newest.error())
                .setRejected(Times.message(newest.at())));
    return message.build();
  }

  private Rejection rejection(
      ProxyGroup group, Verdict.Rejected rejected, VersionedResource resource) {
    return Rejection.newBuilder()
        .setName(resource.name())
        .setVersion(resource.version())
        .setMadeBy(origins.of(group, rejected.type(), resource.name()))
        .setError(rejected.error())
        .setAt(Times.message(rejected.at()))
        .build();
  }

  private dev.pillion.agent.v1.KeptBack keptBack(ProxyGroup group, KeptBack kept) {
    return dev.pillion.agent.v1.KeptBack.newBuilder()
        .setType(kept.type().name())
        .setName(kept.name())
        .setMadeBy(origins.of(group, kept.type(), kept.name()))
        .setRefusedVersion(kept.refused())
        .setServedVersion(kept.served())
        .addAllBy(kept.by())
        .setError(kept.error())
        .build();
  }

  private SentResource sent(ProxyGroup group, ResourceStatus resource) {
    return SentResource.newBuilder()
        .setType(resource.type().name())
        .setName(resource.name())
        .setVersion(resource.version())
        .setAccepted(resource.accepted())
        .setMadeBy(origins.of(group, resource.type(), resource.name()))
        .build();
  }

  private static RefusedProxy refused(Refusal refusal) {
    return RefusedProxy.newBuilder()
        .setNodeId(refusal.nodeId())
        .setTask(refusal.task())
        .setCode(refusal.code())
        .setProblem(refusal.problem())
        .setTimes(refusal.times())
        .setFirst(Times.message(refusal.first()))
        .setLast(Times.message(refusal.last()))
        .build();
  }

  private static ProxyRef group(ProxyGroup group) {
    var kind =
        switch (group.kind()) {
          case VIRTUAL_NODE -> ProxyRef.Kind.VIRTUAL_NODE;
          case VIRTUAL_GATEWAY -> ProxyRef.Kind.VIRTUAL_GATEWAY;
        };
    return ProxyRef.newBuilder().setMesh(group.mesh()).setKind(kind).setName(group.name()).build();
  }
}
