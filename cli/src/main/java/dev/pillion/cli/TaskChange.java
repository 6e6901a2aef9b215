package dev.pillion.cli;

import dev.pillion.agent.v1.AgentStatusRequest;
import dev.pillion.agent.v1.AgentStatusServiceGrpc;
import dev.pillion.agent.v1.TaskStatus;
import dev.pillion.mesh.model.MeshException;
import io.grpc.Channel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What the commands that change one task have in common: the task, and the wait for what comes of
/// it.
final class TaskChange {
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "TASK",
      description = "The task's id as pillion status shows it, the beginning of it, or its ARN.")
  private String task = "";

  @Mixin private AgentSocket agent = new AgentSocket();

  @Option(names = "--json", description = "Print the task's status as JSON, for programs.")
  private boolean json;

  String task() {
    return task;
  }

  <T> T ask(Function<Channel, T> question) {
    return agent.ask(question);
  }

  /// Waits until it is settled, or the wait is over.
  ///
  /// @return the last that was seen of the task
  TaskStatus awaited(TaskStatus first, Duration wait, Predicate<TaskStatus> settled) {
    long end = System.nanoTime() + wait.toNanos();
    TaskStatus now = first;
    while (!settled.test(now) && System.nanoTime() < end) {
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
      now = look(now.getArn());
    }
    return now;
  }

  private TaskStatus look(String arn) {
    return ask(channel ->
            AgentStatusServiceGrpc.newBlockingStub(channel)
                .get(AgentStatusRequest.getDefaultInstance()))
        .getTasksList()
        .stream()
        .filter(status -> status.getArn().equals(arn))
        .findFirst()
        .orElseThrow(() ->
            new MeshException(
                MeshException.Code.NOT_FOUND,
                "task " + arn.substring(arn.lastIndexOf('/') + 1),
                "has ended meanwhile",
                "see pillion status for those that run"));
  }

  void print(TaskStatus status) {
    var out = spec == null ? null : spec.commandLine().getOut();
    if (out != null) {
      out.print(json ? Json.print(status) : AgentStatusText.task(status));
      out.flush();
    }
  }
}
