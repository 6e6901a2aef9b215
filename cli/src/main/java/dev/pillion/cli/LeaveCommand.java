package dev.pillion.cli;

import dev.pillion.agent.v1.AgentTaskServiceGrpc;
import dev.pillion.agent.v1.LeaveRequest;
import dev.pillion.agent.v1.TaskStatus;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pillion leave`: a task goes out of the mesh and runs on.
@Command(
    name = "leave",
    description = {
      "Has a task of this host leave the mesh without a restart. New connections go around its"
          + " Envoy from now on; those that are open go on through it until they end, or until the"
          + " drain time is over. Then Envoy, rules and files of Pillion's are taken away.",
      "",
      "A task that is held is let go. It stays out until it ends or joins again, over restarts of"
          + " the agent, whatever its labels say. Said again for a task that is leaving, it sets"
          + " the drain time anew."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Pillion.Version.class,
    footer = {
      "",
      "Exit status: 0 out of the mesh (with --wait 0s: begun), 1 not within the wait, not in the"
          + " mesh or no such task, 2 wrong use, 3 no agent answers."
    })
final class LeaveCommand implements Callable<Integer> {
  private static final Duration SPARE = Duration.ofSeconds(15);

  @Mixin private TaskChange change = new TaskChange();

  @Option(
      names = "--drain",
      paramLabel = "TIME",
      defaultValue = "60s",
      converter = Time.class,
      description = "How long open connections may go on (default: ${DEFAULT-VALUE}).")
  private Duration drain = Duration.ofSeconds(60);

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      converter = Time.class,
      description = "How long to wait until it is out (default: the drain time and 15 s).")
  private @Nullable Duration wait;

  @Override
  public Integer call() {
    TaskStatus status =
        change.ask(channel ->
            AgentTaskServiceGrpc.newBlockingStub(channel)
                .leave(
                    LeaveRequest.newBuilder()
                        .setTask(change.task())
                        .setDrain(
                            com.google.protobuf.Duration.newBuilder()
                                .setSeconds(drain.getSeconds())
                                .setNanos(drain.getNano()))
                        .build()));
    Duration patience = wait == null ? drain.plus(SPARE) : wait;
    status = change.awaited(status, patience, now -> now.getState() != TaskStatus.State.LEAVING);
    change.print(status);
    return patience.isZero() || status.getState() == TaskStatus.State.SKIPPED ? 0 : 1;
  }
}
