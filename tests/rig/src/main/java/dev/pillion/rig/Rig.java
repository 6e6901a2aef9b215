package dev.pillion.rig;

import dev.pillion.agent.v1.TaskStatus;
import dev.pillion.localecs.Launch;
import dev.pillion.localecs.LocalEcs;
import dev.pillion.localecs.Moto;
import dev.pillion.localecs.RunningTask;
import dev.pillion.localecs.Settings;
import dev.pillion.localecs.TaskDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Everything there is, started: moto, a server, an agent and a local ECS without tasks. All of it
/// ends, and all containers go, when it is closed.
public final class Rig implements AutoCloseable {
  /// Within which a task is released, on a machine that is busy with other things.
  public static final Duration RELEASE_LIMIT = Duration.ofSeconds(60);

  private final Deque<Runnable> endings = new ArrayDeque<>();
  private final String id = "rig-" + UUID.randomUUID().toString().substring(0, 6);
  private final Path folder;
  private final URI aws;
  private final Server server;
  private final Agent agent;
  private final LocalEcs ecs;
  private final Containers containers;
  private final Mesh mesh;
  private final Registry registry;

  private Rig(Map<String, String> environment) {
    try {
      folder = Files.createTempDirectory("pillion-" + id);
      endings.push(() -> Folders.remove(folder));
      var moto =
          Moto.start(Moto.pythonHome(environment.get("PILLION_PYTHON_HOME")), file("moto.log"));
      endings.push(moto::close);
      aws = moto.endpoint();
      containers = closing(new Containers(id));
      ecs = closing(LocalEcs.open(Settings.named(id).label("dev.pillion.test", id).aws(aws)));
      endings.push(containers::removeSidecars);
      server = closing(new Server(folder));
      server.start();
      Path runDir = Path.of("/run/pillion-test-" + id.substring(4));
      endings.push(() -> Folders.remove(runDir));
      agent = closing(new Agent(folder, runDir, server, agentSettings(environment)));
      mesh = closing(new Mesh(server.api()));
      registry = closing(new Registry(aws));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      end();
      throw e;
    }
  }

  private <T extends AutoCloseable> T closing(T part) {
    endings.push(() -> {
      try {
        part.close();
      } catch (Exception e) {
        throw new RigException("a part of the rig could not be closed", e);
      }
    });
    return part;
  }

  /// Starts all of it.
  public static Rig start() {
    return start(Map.of());
  }

  /// The same with more settings for the agent, such as `PILLION_IPTABLES`.
  public static Rig start(Map<String, String> agentSettings) {
    Rig rig = withoutAgent();
    try {
      rig.agent.start(agentSettings);
      return rig;
    } catch (RuntimeException e) {
      rig.close();
      throw e;
    }
  }

  /// The same with an agent that is yet to be started.
  public static Rig withoutAgent() {
    return new Rig(System.getenv());
  }

  private Map<String, String> agentSettings(Map<String, String> environment) {
    Map<String, String> settings = new HashMap<>();
    settings.put("AWS_ENDPOINT_URL", aws.toString());
    settings.put("AWS_REGION", "us-east-1");
    settings.put("AWS_ACCESS_KEY_ID", "rig");
    settings.put("AWS_SECRET_ACCESS_KEY", "rig");
    settings.put("AWS_EC2_METADATA_DISABLED", "true");
    settings.put("PILLION_ENVOY_IMAGE", "pillion/envoy:1.40.0");
    for (String image : List.of("PILLION_ENVOY_IMAGE", "PILLION_ROUTE_MANAGER_IMAGE")) {
      @Nullable String chosen = environment.get(image);
      if (chosen != null && !chosen.isBlank()) {
        settings.put(image, chosen);
      }
    }
    return settings;
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  /// A second server beside it, as it runs outside development, that every task reaches; yet to be
  /// started.
  ///
  /// @param host the address at which tasks reach it: see [LocalEcs#linkMachine]
  /// @param scopes what there are tokens for
  public GuardedServer guardedServer(String host, String... scopes) {
    return closing(new GuardedServer(folder, host, scopes));
  }

  /// `pillion server`.
  public Server server() {
    return server;
  }

  /// `pillion agent`.
  public Agent agent() {
    return agent;
  }

  /// Where tasks run.
  public LocalEcs ecs() {
    return ecs;
  }

  /// The tasks' containers and their sidecars.
  public Containers containers() {
    return containers;
  }

  /// The App Mesh API.
  public Mesh mesh() {
    return mesh;
  }

  /// Cloud Map.
  public Registry registry() {
    return registry;
  }

  /// Starts the task of docs/examples.
  public RunningTask task(String example, Launch launch) {
    return ecs.task(TaskDefinition.read(Checkout.taskExample(example)), launch);
  }

  /// Waits until a task's traffic goes through its Envoy.
  public TaskStatus awaitReleased(RunningTask task) {
    return awaitState(task, TaskStatus.State.RELEASED, RELEASE_LIMIT);
  }

  /// Waits for a state of a task.
  public TaskStatus awaitState(RunningTask task, TaskStatus.State state, Duration limit) {
    Wait.until(
        "state %s of task %s".formatted(state, task.id()),
        limit,
        () -> agent.status(task).filter(status -> status.getState() == state).isPresent(),
        () ->
            agent.isRunning()
                ? "its status is " + agent.status(task)
                : "the agent has ended: " + agent.written());
    return agent.status(task).orElseThrow();
  }

  /// The admin interface of a task's Envoy.
  public EnvoyAdmin envoy(RunningTask task) {
    return new EnvoyAdmin(agent.runDir().resolve("tasks").resolve(task.id()).resolve("admin.sock"));
  }

  /// Calls an address from a task's container `app` with wget, one call after the other, and counts
  /// the answers; a call without one counts as `failed`.
  ///
  /// @param options more of wget's, such as `--header`
  public Map<String, Integer> ask(RunningTask task, int count, String url, String... options) {
    String call = "timeout 5 wget -q -O - %s '%s' || echo failed".formatted(quoted(options), url);
    String loop = "i=0; while [ $i -lt %d ]; do %s; i=$((i+1)); done".formatted(count, call);
    Map<String, Integer> answers = new TreeMap<>();
    task.exec("app", "sh", "-c", loop + " 2>/dev/null")
        .output()
        .lines()
        .forEach(answer -> answers.merge(answer, 1, Integer::sum));
    return answers;
  }

  private static String quoted(String... words) {
    var text = new StringBuilder();
    for (String word : words) {
      text.append(" '").append(word).append('\'');
    }
    return text.toString();
  }

  /// What the programs and the sidecars have written, for the reader of a failed test.
  public String logs() {
    return "--- server%n%s%n--- agent%n%s%n%s"
        .formatted(server.written(), agent.written(), containers.sidecarLogs());
  }

  @Override
  public void close() {
    end();
  }

  /// Ends what was begun, last things first, and all of it even when a part fails.
  private void end() {
    RuntimeException failure = null;
    while (!endings.isEmpty()) {
      try {
        endings.pop().run();
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
