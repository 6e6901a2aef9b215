package dev.pillion.localecs;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The local ECS from the shell.
@Command(
    name = "localecs",
    mixinStandardHelpOptions = true,
    description = "Starts and stops tasks on this machine as the ECS agent does.")
public final class Main {
  @Option(
      names = "--id",
      defaultValue = "local",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Which local ECS; default: ${DEFAULT-VALUE}.")
  private String id = "local";

  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      scope = CommandLine.ScopeType.INHERIT,
      description = "A label for every container, to remove them by.")
  private Map<String, String> labels = new LinkedHashMap<>();

  private Main() {}

  /// Entry point.
  public static void main(String[] args) {
    var command = new CommandLine(new Main());
    command.setExecutionExceptionHandler((failure, line, result) -> {
      line.getErr().println(failure.getMessage());
      return failure instanceof LocalEcsException ? 1 : 70;
    });
    System.exit(command.execute(args));
  }

  @Command(name = "start", description = "Starts a task and prints what it is made of.")
  void start(
      @Option(
              names = "--definition",
              required = true,
              description = "Task definition: the JSON of aws ecs register-task-definition.")
          Path definition,
      @Option(
              names = "--add-host",
              paramLabel = "NAME=ADDRESS",
              description = "A name for the task's /etc/hosts.")
          @Nullable Map<String, String> hosts,
      @Option(
              names = "--registry",
              paramLabel = "NAMESPACE/SERVICE",
              description = "Register in this Cloud Map service at AWS_ENDPOINT_URL.")
          @Nullable String registry,
      @Option(names = "--service", description = "The ECS service it belongs to.")
          @Nullable String service,
      @Option(
              names = "--pace",
              defaultValue = "measured",
              description = "measured, fast (half the gaps) or none; default: ${DEFAULT-VALUE}.")
          String pace) {
    var ecs = LocalEcs.open(settings());
    try {
      Launch launch = Launch.plain().pace(pace(pace));
      if (hosts != null) {
        for (var host : hosts.entrySet()) {
          launch = launch.host(host.getKey(), host.getValue());
        }
      }
      if (registry != null) {
        launch = register(launch, registry);
      }
      if (service != null) {
        launch = launch.service(service);
      }
      print(ecs.task(DefinitionFile.read(definition), launch));
    } finally {
      ecs.detach();
    }
  }

  @Command(
      name = "stop",
      description = "Stops a task as ECS does: Cloud Map, SIGTERM, network, pause.")
  void stop(@Parameters(paramLabel = "TASK", description = "Its id or ARN.") String task) {
    var ecs = LocalEcs.open(settings());
    try {
      ecs.find(task).stop();
    } finally {
      ecs.detach();
    }
  }

  @Command(name = "list", description = "Prints the tasks that were started.")
  void list() {
    var ecs = LocalEcs.open(settings());
    try {
      ecs.tasks().forEach(Main::print);
    } finally {
      ecs.detach();
    }
  }

  @Command(name = "clean", description = "Removes this local ECS: its tasks and its network.")
  void clean(
      @Option(names = "--all", description = "Every local ECS of this Docker Engine.")
          boolean all) {
    int removed = all ? LocalEcs.cleanAll() : LocalEcs.clean(id);
    System.out.println("removed=" + removed);
  }

  private Settings settings() {
    Settings settings = Settings.named(id);
    for (var label : labels.entrySet()) {
      settings = settings.label(label.getKey(), label.getValue());
    }
    return Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL"))
        .map(URI::create)
        .map(settings::aws)
        .orElse(settings);
  }

  private static Pace pace(String name) {
    return switch (name) {
      case "measured" -> Pace.MEASURED;
      case "fast" -> Pace.FAST;
      case "none" -> Pace.NONE;
      default ->
          throw new LocalEcsException(
              "pace '%s' is not known; use measured, fast or none".formatted(name));
    };
  }

  private static Launch register(Launch launch, String registry) {
    int slash = registry.indexOf('/');
    if (slash < 0) {
      throw new LocalEcsException(
          "registry '%s' is no NAMESPACE/SERVICE; write it like demo.local/colorteller"
              .formatted(registry));
    }
    return launch.registry(registry.substring(0, slash), registry.substring(slash + 1));
  }

  private static void print(RunningTask task) {
    System.out.printf(
        "task=%s arn=%s ipv4=%s ipv6=%s pause=%s%n",
        task.id(), task.arn(), task.ipv4(), task.ipv6(), task.pauseId());
    task.containers()
        .forEach((name, container) ->
            System.out.printf("task=%s container=%s id=%s%n", task.id(), name, container));
  }
}
