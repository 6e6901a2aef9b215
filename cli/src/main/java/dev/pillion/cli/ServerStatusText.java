package dev.pillion.cli;

import dev.pillion.agent.v1.AgentConnection;
import dev.pillion.agent.v1.CloudMapName;
import dev.pillion.agent.v1.GroupStatus;
import dev.pillion.agent.v1.MeshStatus;
import dev.pillion.agent.v1.ProxyStatus;
import dev.pillion.agent.v1.ServerStatus;
import dev.pillion.agent.v1.ServiceStatus;
import dev.pillion.agent.v1.TypeStatus;
import java.time.Instant;
import java.util.stream.Collectors;

/// A server's status as a person reads it.
final class ServerStatusText {
  private static final String INDENT = "  ";

  private ServerStatusText() {}

  static String of(ServerStatus status, Instant now) {
    var text = new StringBuilder();
    text.append(
        "server %s, started %s\n"
            .formatted(status.getVersion(), Spoken.ago(status.getStarted(), now)));
    status.getMeshesList().forEach(mesh -> mesh(mesh, text));
    if (status.getMeshesCount() == 0) {
      text.append("no mesh yet: create one with 'aws appmesh create-mesh'\n");
    }
    proxies(status, now, text);
    status.getGroupsList().forEach(group -> problems(group, text));
    agents(status, now, text);
    services(status, now, text);
    return text.toString();
  }

  private static void mesh(MeshStatus mesh, StringBuilder text) {
    text.append(
        "mesh %s, version %d: virtual nodes %d, virtual routers %d, routes %d, virtual services %d, virtual gateways %d, gateway routes %d\n"
            .formatted(
                mesh.getName(),
                mesh.getVersion(),
                mesh.getVirtualNodes(),
                mesh.getVirtualRouters(),
                mesh.getRoutes(),
                mesh.getVirtualServices(),
                mesh.getVirtualGateways(),
                mesh.getGatewayRoutes()));
  }

  private static void problems(GroupStatus group, StringBuilder text) {
    if (!group.getWaiting().isEmpty()) {
      text.append("%s: %s\n".formatted(group.getName(), group.getWaiting()));
    }
    group
        .getProblemsList()
        .forEach(problem -> text.append("%s: %s\n".formatted(group.getName(), problem)));
  }

  private static void proxies(ServerStatus status, Instant now, StringBuilder text) {
    var table = new Table("PROXY", "ENVOY", "CONNECTED", "STATE", "CDS", "EDS", "LDS", "RDS");
    for (ProxyStatus proxy : status.getProxiesList()) {
      table.row(
          proxy.getNodeId(),
          proxy.getEnvoyVersion(),
          Spoken.ago(proxy.getConnected(), now),
          state(proxy),
          count(proxy, "CDS"),
          count(proxy, "EDS"),
          count(proxy, "LDS"),
          count(proxy, "RDS"));
    }
    text.append(table.isEmpty() ? "no proxy is connected\n" : table.text(""));
    status.getProxiesList().forEach(proxy -> troubles(proxy, now, text));
  }

  private static String state(ProxyStatus proxy) {
    if (!proxy.getProblem().isEmpty()) {
      return "waiting";
    }
    if (proxy.getTypesList().stream().anyMatch(type -> !type.getRejection().isEmpty())) {
      return "rejected";
    }
    return proxy.getInSync() ? "in sync" : "sending";
  }

  private static String count(ProxyStatus proxy, String type) {
    return proxy.getTypesList().stream()
        .filter(t -> t.getType().equals(type))
        .map(t -> Integer.toString(t.getResources()))
        .findFirst()
        .orElse("-");
  }

  private static void troubles(ProxyStatus proxy, Instant now, StringBuilder text) {
    if (!proxy.getProblem().isEmpty()) {
      text.append(INDENT + proxy.getNodeId() + ": " + proxy.getProblem() + "\n");
    }
    for (TypeStatus type : proxy.getTypesList()) {
      if (!type.getRejection().isEmpty()) {
        text.append(
            "%s%s rejected %s %s: %s\n"
                .formatted(
                    INDENT,
                    proxy.getNodeId(),
                    type.getType(),
                    Spoken.ago(type.getRejected(), now),
                    type.getRejection()));
      }
    }
  }

  private static void agents(ServerStatus status, Instant now, StringBuilder text) {
    var table = new Table("AGENT", "VERSION", "HEARD", "STATE", "TASKS", "RESOLVES");
    for (AgentConnection agent : status.getAgentsList()) {
      table.row(
          agent.getReporter(),
          agent.getVersion(),
          Spoken.ago(agent.getHeard(), now),
          agent.getConnected() ? "connected" : "away",
          Integer.toString(agent.getLocalTasks()),
          agent.getResolvesList().stream()
              .map(ServerStatusText::dotted)
              .collect(Collectors.joining(" ")));
    }
    text.append(table.isEmpty() ? "no agent is connected\n" : table.text(""));
  }

  private static void services(ServerStatus status, Instant now, StringBuilder text) {
    var table = new Table("CLOUD MAP SERVICE", "INSTANCES", "CHANGED", "PROBLEM");
    for (ServiceStatus service : status.getServicesList()) {
      table.row(
          dotted(service.getName()),
          Integer.toString(service.getInstances()),
          service.hasChanged() ? Spoken.ago(service.getChanged(), now) : "never",
          service.getProblem());
    }
    if (!table.isEmpty()) {
      text.append(table.text(""));
    }
  }

  private static String dotted(CloudMapName name) {
    return name.getService() + "." + name.getNamespace();
  }
}
