package dev.pillion.agent.report;

import com.google.protobuf.Timestamp;
import dev.pillion.agent.cloudmap.Resolved;
import dev.pillion.agent.relay.ServedProxy;
import dev.pillion.agent.v1.CloudMapInstances;
import dev.pillion.agent.v1.CloudMapName;
import dev.pillion.agent.v1.Hello;
import dev.pillion.agent.v1.Interest;
import dev.pillion.agent.v1.ProxyRef;
import dev.pillion.agent.v1.Rejection;
import dev.pillion.agent.v1.RelayedProxy;
import dev.pillion.agent.v1.TypeStatus;
import dev.pillion.delta.Verdict;
import dev.pillion.delta.VersionedResource;
import dev.pillion.mesh.endpoint.Instance;
import dev.pillion.mesh.endpoint.LocalTask;
import dev.pillion.mesh.endpoint.ServiceKey;
import dev.pillion.mesh.model.ProxyGroup;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/// The contract's messages from and to our own records.
final class Wire {
  private Wire() {}

  static Hello hello(Greeting greeting, boolean resolvesCloudMap) {
    return Hello.newBuilder()
        .setReporter(greeting.host().reporter())
        .setEpoch(greeting.epoch())
        .setVersion(greeting.version())
        .setCluster(greeting.host().cluster())
        .setZone(greeting.zone())
        .setResolvesCloudMap(resolvesCloudMap)
        .build();
  }

  static Interest interest(Collection<ProxyGroup> groups) {
    var interest = Interest.newBuilder();
    groups.forEach(group -> interest.addProxies(proxy(group)));
    return interest.build();
  }

  private static ProxyRef proxy(ProxyGroup group) {
    return ProxyRef.newBuilder()
        .setMesh(group.mesh())
        .setKind(
            switch (group.kind()) {
              case VIRTUAL_NODE -> ProxyRef.Kind.VIRTUAL_NODE;
              case VIRTUAL_GATEWAY -> ProxyRef.Kind.VIRTUAL_GATEWAY;
            })
        .setName(group.name())
        .build();
  }

  /// Empty for a kind that this version does not know.
  static Optional<ProxyGroup> group(ProxyRef proxy) {
    return switch (proxy.getKind()) {
      case VIRTUAL_NODE -> Optional.of(group(proxy, ProxyGroup.Kind.VIRTUAL_NODE));
      case VIRTUAL_GATEWAY -> Optional.of(group(proxy, ProxyGroup.Kind.VIRTUAL_GATEWAY));
      case KIND_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }

  private static ProxyGroup group(ProxyRef proxy, ProxyGroup.Kind kind) {
    return new ProxyGroup(proxy.getMesh(), kind, proxy.getName());
  }

  static ServiceKey service(CloudMapName name) {
    return new ServiceKey(name.getNamespace(), name.getService());
  }

  static CloudMapName name(ServiceKey service) {
    return CloudMapName.newBuilder()
        .setNamespace(service.namespace())
        .setService(service.service())
        .build();
  }

  static CloudMapInstances instances(Resolved resolved) {
    var instances =
        CloudMapInstances.newBuilder()
            .setName(name(resolved.service()))
            .setRevision(resolved.revision())
            .setProblem(resolved.problem());
    resolved.instances().forEach(instance -> instances.addInstances(instance(instance)));
    return instances.build();
  }

  private static dev.pillion.agent.v1.Instance instance(Instance instance) {
    return dev.pillion.agent.v1.Instance.newBuilder()
        .setId(instance.id())
        .setIpv4(instance.ipv4().orElse(""))
        .setIpv6(instance.ipv6().orElse(""))
        .setPort(instance.port().orElse(0))
        .putAllAttributes(instance.attributes())
        .build();
  }

  static dev.pillion.agent.v1.LocalTask task(LocalTask task) {
    return dev.pillion.agent.v1.LocalTask.newBuilder()
        .setId(task.id())
        .setArn(task.arn())
        .setProxy(proxy(task.group()))
        .setState(
            switch (task.state()) {
              case HELD -> dev.pillion.agent.v1.LocalTask.State.HELD;
              case RELEASED -> dev.pillion.agent.v1.LocalTask.State.RELEASED;
              case DRAINING -> dev.pillion.agent.v1.LocalTask.State.DRAINING;
            })
        .addAllAddresses(task.addresses())
        .build();
  }

  static RelayedProxy proxy(ServedProxy proxy) {
    var message =
        RelayedProxy.newBuilder()
            .setNodeId(proxy.nodeId())
            .setTask(proxy.taskArn())
            .setProxy(proxy(proxy.group()))
            .setConnected(time(proxy.connected()))
            .setEnvoyVersion(proxy.envoyVersion())
            .setDialect(proxy.dialect())
            .setRelay(proxy.relay())
            .setAccepted(proxy.accepted());
    proxy.types().forEach(type -> message.addTypes(type(type)));
    return message.build();
  }

  private static TypeStatus type(dev.pillion.delta.TypeStatus type) {
    var message =
        TypeStatus.newBuilder().setType(type.type().name()).setResources(type.resources());
    type.sent().ifPresent(at -> message.setSent(time(at)));
    type.acknowledged().ifPresent(at -> message.setAcknowledged(time(at)));
    type.rejection()
        .ifPresent(newest -> message.setRejection(newest.error()).setRejected(time(newest.at())));
    for (Verdict.Rejected rejected : type.rejections()) {
      for (VersionedResource resource : rejected.resources()) {
        message.addRejections(
            Rejection.newBuilder()
                .setName(resource.name())
                .setVersion(resource.version())
                .setError(rejected.error())
                .setAt(time(rejected.at())));
      }
    }
    return message.build();
  }

  private static Timestamp time(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }
}
