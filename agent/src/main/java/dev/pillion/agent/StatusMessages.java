package dev.pillion.agent;

import com.google.protobuf.Timestamp;
import dev.pillion.agent.gate.GateState;
import dev.pillion.agent.link.LinkState;
import dev.pillion.agent.reconcile.Note;
import dev.pillion.agent.reconcile.Standing;
import dev.pillion.agent.reconcile.TaskReport;
import dev.pillion.agent.v1.GateStatus;
import dev.pillion.agent.v1.Link;
import dev.pillion.agent.v1.ProxyRef;
import dev.pillion.agent.v1.TaskStatus;
import dev.pillion.mesh.model.ProxyGroup;
import java.time.Duration;
import java.time.Instant;

/// What the agent knows, in the words of the contract.
final class StatusMessages {
  private StatusMessages() {}

  static TaskStatus task(TaskReport report) {
    var status =
        TaskStatus.newBuilder()
            .setId(report.id())
            .setArn(report.arn())
            .setFamily(report.family())
            .setRevision(report.revision())
            .setState(state(report.standing()))
            .setNetnsContainer(report.netnsContainer())
            .setEnvoyContainer(report.envoyContainer())
            .addAllAppPorts(report.appPorts())
            .setEnvoyRestarts(report.envoyRestarts())
            .setRuleRepairs(report.ruleRepairs())
            .setJoined(report.joined());
    if (report.standing() instanceof Standing.Undecided(var waitingFor, _)) {
      status.setMessage("waits for " + waitingFor);
    }
    report.standing().note().ifPresent(note -> note(status, note));
    report.group().ifPresent(group -> status.setProxy(proxy(group)));
    report.started().ifPresent(at -> status.setStarted(time(at)));
    report.heldAfter().ifPresent(after -> status.setHeldAfter(duration(after)));
    report.releasedAfter().ifPresent(after -> status.setReleasedAfter(duration(after)));
    report.exposedFor().ifPresent(exposed -> status.setExposedFor(duration(exposed)));
    return status.build();
  }

  private static void note(TaskStatus.Builder status, Note note) {
    status.setReason(note.reason().word()).setMessage(note.message()).setRemedy(note.remedy());
  }

  private static TaskStatus.State state(Standing standing) {
    return switch (standing) {
      case Standing.Undecided _ -> TaskStatus.State.UNDECIDED;
      case Standing.Skipped _ -> TaskStatus.State.SKIPPED;
      case Standing.Refused _ -> TaskStatus.State.REFUSED;
      case Standing.Held _ -> TaskStatus.State.HELD;
      case Standing.Unmeshed _ -> TaskStatus.State.UNMESHED;
      case Standing.Released _ -> TaskStatus.State.RELEASED;
      case Standing.Draining _ -> TaskStatus.State.DRAINING;
      case Standing.Leaving _ -> TaskStatus.State.LEAVING;
    };
  }

  static GateStatus gate(GateState state) {
    return GateStatus.newBuilder()
        .setSocket(state.socket())
        .setActivated(state.activated())
        .setConnections(state.connections())
        .setWaiting(state.waiting())
        .setStarts(state.starts())
        .setFailed(state.failed())
        .setLetThrough(state.letThrough())
        .setDropped(state.dropped())
        .build();
  }

  static Link link(LinkState state) {
    return Link.newBuilder()
        .setEndpoint(state.endpoint())
        .setUp(state.up())
        .setSince(time(state.since()))
        .setProblem(state.problem())
        .setRemedy(state.remedy())
        .build();
  }

  static Timestamp time(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }

  private static com.google.protobuf.Duration duration(Duration duration) {
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }

  private static ProxyRef proxy(ProxyGroup group) {
    return ProxyRef.newBuilder()
        .setMesh(group.mesh())
        .setName(group.name())
        .setKind(
            switch (group.kind()) {
              case VIRTUAL_NODE -> ProxyRef.Kind.VIRTUAL_NODE;
              case VIRTUAL_GATEWAY -> ProxyRef.Kind.VIRTUAL_GATEWAY;
            })
        .build();
  }
}
