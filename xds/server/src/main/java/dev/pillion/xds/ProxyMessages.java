package dev.pillion.xds;

import dev.pillion.agent.v1.ProxyRef;
import dev.pillion.delta.TypeStatus;
import dev.pillion.delta.Verdict;
import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.xds.ads.ProxyStatus;

/// Proxies in the words of the status contract.
final class ProxyMessages {
  private ProxyMessages() {}

  static dev.pillion.agent.v1.ProxyStatus of(ProxyStatus proxy) {
    var message =
        dev.pillion.agent.v1.ProxyStatus.newBuilder()
            .setNodeId(proxy.nodeId())
            .setTask(proxy.task())
            .setProxy(group(proxy.group()))
            .setConnected(Times.message(proxy.connected()))
            .setEnvoyVersion(proxy.envoyVersion())
            .setInSync(proxy.inSync())
            .setProblem(proxy.problem());
    proxy.types().forEach(type -> message.addTypes(type(type)));
    return message.build();
  }

  private static dev.pillion.agent.v1.TypeStatus type(TypeStatus type) {
    var message =
        dev.pillion.agent.v1.TypeStatus.newBuilder()
            .setType(type.type().name())
            .setResources(type.resources());
    type.sent().map(Times::message).ifPresent(message::setSent);
    type.acknowledged().map(Times::message).ifPresent(message::setAcknowledged);
    type.rejection().ifPresent(rejection -> reject(message, rejection));
    return message.build();
  }

  private static void reject(
      dev.pillion.agent.v1.TypeStatus.Builder message, Verdict.Rejected rejection) {
    message.setRejection(
        String.join(", ", rejection.versions().keySet()) + ": " + rejection.error());
    message.setRejected(Times.message(rejection.at()));
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
