package dev.pillion.xds.agents;

import dev.pillion.agent.v1.CloudMapInstances;
import dev.pillion.agent.v1.CloudMapName;
import dev.pillion.agent.v1.ProxyRef;
import dev.pillion.agent.v1.ProxyTarget;
import dev.pillion.agent.v1.Report;
import dev.pillion.mesh.endpoint.EndpointReport;
import dev.pillion.mesh.endpoint.Instance;
import dev.pillion.mesh.endpoint.LocalTask;
import dev.pillion.mesh.endpoint.ServiceKey;
import dev.pillion.mesh.endpoint.ServiceReport;
import dev.pillion.mesh.listener.PortMapping;
import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.mesh.state.Presence;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The contract's messages in the model's words, and back.
final class Contract {
  private Contract() {}

  static EndpointReport report(String reporter, long epoch, Report report) {
    return new EndpointReport(
        reporter,
        epoch,
        report.getSequence(),
        report.getFull(),
        report.getServicesList().stream().map(Contract::service).toList(),
        report.getForgottenList().stream().map(Contract::key).toList(),
        report.getTasksList().stream().map(Contract::task).toList(),
        report.getGoneTasksList());
  }

  static CloudMapName name(ServiceKey key) {
    return CloudMapName.newBuilder()
        .setNamespace(key.namespace())
        .setService(key.service())
        .build();
  }

  static ProxyGroup group(ProxyRef proxy) {
    var kind =
        switch (proxy.getKind()) {
          case VIRTUAL_GATEWAY -> ProxyGroup.Kind.VIRTUAL_GATEWAY;
          case VIRTUAL_NODE, KIND_UNSPECIFIED, UNRECOGNIZED -> ProxyGroup.Kind.VIRTUAL_NODE;
        };
    return new ProxyGroup(proxy.getMesh(), kind, proxy.getName());
  }

  /// @param off why the group takes in no tasks of the agent's host, if it does not
  static ProxyTarget target(ProxyGroup group, Presence presence, Optional<String> off) {
    var target = ProxyTarget.newBuilder().setProxy(proxy(group));
    off.ifPresent(target::setInjectionOff);
    return switch (presence) {
      case Presence.Node(var node) -> there(target, node.ports());
      case Presence.Gateway(var gateway) -> there(target, gateway.ports());
      case Presence.Not(var problem) -> target.setProblem(problem).build();
    };
  }

  private static ProxyTarget there(ProxyTarget.Builder target, List<PortMapping> ports) {
    return target
        .setExists(true)
        .addAllListenerPorts(ports.stream().map(PortMapping::port).toList())
        .build();
  }

  private static ProxyRef proxy(ProxyGroup group) {
    var kind =
        switch (group.kind()) {
          case VIRTUAL_NODE -> ProxyRef.Kind.VIRTUAL_NODE;
          case VIRTUAL_GATEWAY -> ProxyRef.Kind.VIRTUAL_GATEWAY;
        };
    return ProxyRef.newBuilder().setMesh(group.mesh()).setKind(kind).setName(group.name()).build();
  }

  private static ServiceKey key(CloudMapName name) {
    return new ServiceKey(name.getNamespace(), name.getService());
  }

  private static ServiceReport service(CloudMapInstances found) {
    var key = key(found.getName());
    if (!found.getProblem().isEmpty()) {
      return new ServiceReport.Unresolved(key, found.getProblem());
    }
    var instances = found.getInstancesList().stream().map(Contract::instance).toList();
    return new ServiceReport.Resolved(key, found.getRevision(), instances);
  }

  private static Instance instance(dev.pillion.agent.v1.Instance found) {
    return new Instance(
        found.getId(),
        Optional.of(found.getIpv4()).filter(address -> !address.isEmpty()),
        Optional.of(found.getIpv6()).filter(address -> !address.isEmpty()),
        found.getPort() == 0 ? OptionalInt.empty() : OptionalInt.of(found.getPort()),
        found.getAttributesMap());
  }

  private static LocalTask task(dev.pillion.agent.v1.LocalTask task) {
    var state =
        switch (task.getState()) {
          case RELEASED -> LocalTask.State.RELEASED;
          case DRAINING -> LocalTask.State.DRAINING;
          // A state that this server does not know is none in which traffic is safe.
          case HELD, STATE_UNSPECIFIED, UNRECOGNIZED -> LocalTask.State.HELD;
        };
    return new LocalTask(
        task.getId(), task.getArn(), group(task.getProxy()), state, task.getAddressesList());
  }
}
