package dev.pillion.cli;

import dev.pillion.agent.v1.AgentTaskServiceGrpc;
import dev.pillion.agent.v1.JoinRequest;
import dev.pillion.agent.v1.TaskStatus;
import dev.pillion.mesh.model.MeshException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pillion join`: a running task comes into the mesh.
@Command(
    name = "join",
    description = {
      "Has a running task of this host join the mesh without a restart. Connections that are open"
          + " go on as they are; new ones go through an Envoy as soon as it is ready, and around it"
          + " until then.",
      "",
      "A task whose own labels name no virtual node needs --virtual-node. What is given here takes"
          + " the place of the task's own label of that name, and holds until the task ends or"
          + " leaves, over restarts of the agent. It is not written anywhere else: the service's"
          + " next task starts without it."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Pillion.Version.class,
    footer = {
      "",
      "Exit status: 0 in the mesh (with --wait 0s: begun), 1 not within the wait, already in the"
          + " mesh or no such task, 2 cannot be meshed so, 3 no agent answers."
    })
final class JoinCommand implements Callable<Integer> {
  @Mixin private TaskChange change = new TaskChange();

  @Option(
      names = "--mesh",
      paramLabel = "MESH",
      description = "The mesh; not needed where --virtual-node is MESH/NAME.")
  private @Nullable String mesh;

  @Option(
      names = "--virtual-node",
      paramLabel = "NAME",
      description = "The virtual node that the task is an instance of: a name, or MESH/NAME.")
  private @Nullable String virtualNode;

  @Option(
      names = "--app-ports",
      paramLabel = "PORTS",
      description = "Inbound ports that go through Envoy (default: those of the virtual node).")
  private @Nullable String appPorts;

  @Option(
      names = "--label",
      paramLabel = "NAME=VALUE",
      description = "Any other label of docs/annotations.md, such as pillion.envoy-memory=512m.")
  private Map<String, String> labels = new TreeMap<>();

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      defaultValue = "60s",
      converter = Time.class,
      description = "How long to wait until it is in the mesh (default: ${DEFAULT-VALUE}).")
  private Duration wait = Duration.ofSeconds(60);

  @Override
  public Integer call() {
    var given = new TreeMap<>(labels);
    put(given, "pillion.mesh", mesh);
    put(given, "pillion.virtual-node", virtualNode);
    put(given, "pillion.app-ports", appPorts);
    TaskStatus status =
        change.ask(channel ->
            AgentTaskServiceGrpc.newBlockingStub(channel)
                .join(JoinRequest.newBuilder().setTask(change.task()).putAllLabels(given).build()));
    status = change.awaited(status, wait, JoinCommand::settled);
    change.print(status);
    return wait.isZero() || status.getState() == TaskStatus.State.RELEASED ? 0 : 1;
  }

  private static boolean settled(TaskStatus status) {
    return switch (status.getState()) {
      case RELEASED, DRAINING, REFUSED, SKIPPED, LEAVING -> true;
      case UNDECIDED, HELD, UNMESHED, STATE_UNSPECIFIED, UNRECOGNIZED -> false;
    };
  }

  private static void put(Map<String, String> labels, String name, @Nullable String value) {
    if (value != null && labels.put(name, value) != null) {
      throw new MeshException(
          MeshException.Code.INVALID,
          "--label " + name,
          "is given by an option of its own too",
          "give one of them");
    }
  }
}
