package dev.pillion.xds;

import dev.pillion.agent.v1.ProxyRef;
import dev.pillion.agent.v1.ProxyReport;
import dev.pillion.agent.v1.Rejection;
import dev.pillion.delta.TypeStatus;
import dev.pillion.delta.Verdict;
import dev.pillion.delta.VersionedResource;
import dev.pillion.delta.XdsType;
import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.xds.ads.RelayedProxies;
import dev.pillion.xds.ads.RelayedProxy;
import dev.pillion.xds.agents.ProxyReports;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Hands what agents say of their Envoys on to those who serve the agents.
record RelayedMessages(RelayedProxies proxies) implements ProxyReports {
  @Override
  public Connection open() {
    RelayedProxies.Agent agent = proxies.join();
    return new Connection() {
      @Override
      public void take(ProxyReport report) {
        agent.take(
            report.getFull(),
            report.getProxiesList().stream().map(RelayedMessages::proxy).toList(),
            report.getGoneList());
      }

      @Override
      public void close() {
        agent.close();
      }
    };
  }

  static RelayedProxy proxy(dev.pillion.agent.v1.RelayedProxy proxy) {
    return new RelayedProxy(
        proxy.getNodeId(),
        proxy.getTask(),
        group(proxy.getProxy()),
        Times.instant(proxy.getConnected()),
        proxy.getEnvoyVersion(),
        proxy.getDialect(),
        proxy.getRelay(),
        proxy.getAccepted(),
        proxy.getTypesList().stream().flatMap(type -> type(type).stream()).toList());
  }

  // A newer agent may name types that this server does not send.
  private static Optional<TypeStatus> type(dev.pillion.agent.v1.TypeStatus status) {
    return Arrays.stream(XdsType.values())
        .filter(type -> type.name().equals(status.getType()))
        .findFirst()
        .map(type -> type(type, status));
  }

  private static TypeStatus type(XdsType type, dev.pillion.agent.v1.TypeStatus status) {
    Optional<Instant> sent = time(status.hasSent(), status.getSent());
    Optional<Instant> accepted = time(status.hasAcknowledged(), status.getAcknowledged());
    var rejections =
        status.getRejectionsList().stream().map(rejection -> rejection(type, rejection)).toList();
    boolean answered =
        sent.map(at -> accepted.filter(answer -> !answer.isBefore(at)).isPresent()).orElse(true);
    return new TypeStatus(
        type, status.getResources(), sent, accepted, rejections, rejections.isEmpty() && answered);
  }

  private static Verdict.Rejected rejection(XdsType type, Rejection rejection) {
    var resource = VersionedResource.named(rejection.getName(), rejection.getVersion());
    return new Verdict.Rejected(
        type, List.of(resource), true, rejection.getError(), Times.instant(rejection.getAt()));
  }

  private static Optional<Instant> time(boolean present, com.google.protobuf.Timestamp at) {
    return Stream.of(at).filter(_ -> present).map(Times::instant).findFirst();
  }

  private static ProxyGroup group(ProxyRef proxy) {
    var kind =
        switch (proxy.getKind()) {
          case VIRTUAL_GATEWAY -> ProxyGroup.Kind.VIRTUAL_GATEWAY;
          case VIRTUAL_NODE, KIND_UNSPECIFIED, UNRECOGNIZED -> ProxyGroup.Kind.VIRTUAL_NODE;
        };
    return new ProxyGroup(proxy.getMesh(), kind, proxy.getName());
  }
}
