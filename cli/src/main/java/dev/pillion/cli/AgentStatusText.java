package dev.pillion.cli;

import dev.pillion.agent.v1.AgentStatus;
import dev.pillion.agent.v1.GateStatus;
import dev.pillion.agent.v1.Link;
import dev.pillion.agent.v1.ProxyRef;
import dev.pillion.agent.v1.TaskStatus;
import java.time.Instant;
import java.util.Locale;

/// An agent's status as a person reads it.
final class AgentStatusText {
  private AgentStatusText() {}

  static String of(AgentStatus status, Instant now) {
    var text = new StringBuilder();
    text.append(
        "agent %s of %s, started %s, start number %d\n"
            .formatted(
                status.getVersion(),
                status.getReporter(),
                Spoken.ago(status.getStarted(), now),
                status.getEpoch()));
    var links = new Table("LINK", "STATE", "WHERE");
    link(links, "server", status.getServer());
    link(links, "docker", status.getDocker());
    link(links, "cloud map", status.getCloudMap());
    link(links, "ecs", status.getEcs());
    text.append(links.text(""));
    text.append(mode(status));
    if (status.getHold().equals("drop")) {
      text.append(
          "hold: drops first packets, so first connections wait about 1 s; the kernel lacks"
              + " NFQUEUE: load the module nfnetlink_queue\n");
    }
    tasks(status, text);
    return text.toString();
  }

  private static String mode(AgentStatus status) {
    if (!status.hasGate()) {
      return "mode: events; first connections are held\n";
    }
    GateStatus gate = status.getGate();
    return "mode: gate at %s, %s; starts: %d waiting, %d in all, %d failed, %d let through, %d dropped\n"
        .formatted(
            gate.getSocket(),
            gate.getActivated() ? "kept by systemd" : "made by the agent, so new with each agent",
            gate.getWaiting(),
            gate.getStarts(),
            gate.getFailed(),
            gate.getLetThrough(),
            gate.getDropped());
  }

  /// One task in a line or two.
  static String task(TaskStatus task) {
    var text = new StringBuilder("task " + task.getId() + " is " + state(task));
    if (!task.getProxy().getName().isEmpty()) {
      text.append(", ").append(proxy(task.getProxy()));
    }
    text.append(task.getReason().isEmpty() ? "\n" : " (" + task.getReason() + ")\n");
    message(task, text);
    return text.toString();
  }

  private static void link(Table links, String name, Link link) {
    String state = link.getUp() ? "up" : link.getEndpoint().isEmpty() ? "off" : "down";
    String trouble =
        link.getProblem().isEmpty()
            ? link.getEndpoint()
            : link.getEndpoint() + " " + link.getProblem() + "; " + link.getRemedy();
    links.row(name, state, trouble.strip());
  }

  private static void tasks(AgentStatus status, StringBuilder text) {
    var table = new Table("TASK", "DEFINITION", "STATE", "PROXY", "HELD", "RELEASED", "REASON");
    for (TaskStatus task : status.getTasksList()) {
      table.row(
          task.getId(),
          task.getFamily() + ":" + task.getRevision(),
          state(task),
          proxy(task.getProxy()),
          task.hasHeldAfter() ? Spoken.millis(task.getHeldAfter()) : "-",
          task.hasReleasedAfter() ? Spoken.millis(task.getReleasedAfter()) : "-",
          task.getReason());
    }
    text.append(table.isEmpty() ? "no ECS task runs on this host\n" : table.text(""));
    for (TaskStatus task : status.getTasksList()) {
      if (task.hasExposedFor()) {
        text.append(
            "  %s ran %s before it was held: what it connected then went around its Envoy\n"
                .formatted(task.getId(), Spoken.millis(task.getExposedFor())));
      }
      if (task.getJoined()) {
        text.append(
            "  %s was told to join: the service's next task is not\n".formatted(task.getId()));
      }
      message(task, text);
    }
  }

  private static void message(TaskStatus task, StringBuilder text) {
    if (!task.getMessage().isEmpty()) {
      text.append("  %s: %s".formatted(task.getId(), task.getMessage()));
      text.append(task.getRemedy().isEmpty() ? "\n" : "; " + task.getRemedy() + "\n");
    }
  }

  private static String state(TaskStatus task) {
    return task.getState().name().toLowerCase(Locale.ROOT);
  }

  private static String proxy(ProxyRef proxy) {
    return proxy.getName().isEmpty() ? "-" : proxy.getMesh() + "/" + proxy.getName();
  }
}
