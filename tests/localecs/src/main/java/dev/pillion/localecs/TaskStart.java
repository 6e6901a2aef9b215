package dev.pillion.localecs;

import com.github.dockerjava.api.model.HostConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/// Starts one task in ECS's order: pause, network, then the apps at their pace.
final class TaskStart {
  private static final List<String> PAUSE =
      List.of("/bin/sh", "-c", "trap 'exit 0' TERM INT; while :; do sleep 3600 & wait; done");

  private static final Duration HEALTH_LIMIT = Duration.ofSeconds(60);

  private final Cluster cluster;
  private final TaskDefinition definition;
  private final Launch launch;
  private final Engine engine;
  private final String taskId = Names.taskId();
  private final String arn;
  private final int revision;

  TaskStart(Cluster cluster, TaskDefinition definition, Launch launch) {
    this.cluster = cluster;
    this.definition = definition;
    this.launch = launch;
    this.engine = launch.docker().map(Engine::connect).orElseGet(cluster::engine);
    this.arn = Names.taskArn(cluster.settings(), taskId);
    this.revision = cluster.aws().map(apis -> apis.definitions().revision(definition)).orElse(1);
  }

  TaskRecord run() {
    try {
      return start();
    } catch (RuntimeException e) {
      cluster.engine().withLabels(Map.of(Names.TASK_ARN, arn)).stream()
          .forEach(container -> cluster.engine().remove(container.getId()));
      throw e;
    } finally {
      launch.docker().ifPresent(_ -> engine.close());
    }
  }

  private TaskRecord start() {
    String registryId = registryId();
    int index = cluster.hub().reserve();
    String pause = engine.create(pausePlan());
    engine.start(pause);
    long started = System.nanoTime();
    var network = new TaskNetwork(index, engine.pid(pause), cluster.hub().pid());
    network.attach();
    definition.proxy().ifPresent(proxy -> proxy.redirect(network));
    launch.networkReady().accept(network);
    Await.untilNanos(started + launch.pace().appCreate().toNanos());
    Map<String, String> metadataIds = new TreeMap<>();
    definition.containers().forEach(c -> metadataIds.put(c.name(), Names.metadataId(taskId)));
    Map<String, String> apps = createApps(pause, metadataIds);
    var task = record(index, registryId, pause, apps);
    writeMetadata(task, metadataIds);
    Await.untilNanos(started + launch.pace().appStart().toNanos());
    startApps(task);
    if (!registryId.isEmpty()) {
      var running = new CloudMap.Running(definition.family(), launch);
      cluster
          .aws()
          .ifPresent(apis -> apis.cloudMap().register(registryId, taskId, network, running));
    }
    return task;
  }

  private void startApps(TaskRecord task) {
    Map<String, String> apps = task.containers();
    try {
      Cluster.together(
          definition.containers().stream()
              .<Callable<Void>>map(container -> () -> startApp(container, apps))
              .toList());
    } catch (RuntimeException e) {
      launch.startFailed().accept(new RunningTask(cluster, task));
      throw e;
    }
  }

  private Void startApp(ContainerDefinition container, Map<String, String> apps) {
    for (String other : container.dependsOn()) {
      String id = id(apps, other);
      Await.until(
          "a healthy container '%s'".formatted(other),
          HEALTH_LIMIT,
          () -> engine.health(id).equals("healthy"));
    }
    engine.start(id(apps, container.name()));
    return null;
  }

  private String id(Map<String, String> apps, String container) {
    String id = apps.get(container);
    if (id == null) {
      throw new LocalEcsException(
          "task definition '%s': dependsOn names container '%s', which it does not have"
              .formatted(definition.family(), container));
    }
    return id;
  }

  private String registryId() {
    return launch
        .registry()
        .map(names ->
            cluster
                .aws()
                .orElseThrow(() ->
                    new LocalEcsException(
                        "task '%s' is to be registered in Cloud Map, and there is no API; set AWS_ENDPOINT_URL"
                            .formatted(definition.family())))
                .cloudMap()
                .serviceId(names))
        .orElse("");
  }

  private Engine.Plan pausePlan() {
    String[] hosts =
        launch.hosts().entrySet().stream()
            .map(host -> host.getKey() + ":" + host.getValue())
            .sorted()
            .toArray(String[]::new);
    return new Engine.Plan(
        Names.docker(definition.family(), revision, Names.PAUSE),
        cluster.settings().image(),
        PAUSE,
        labels(Names.PAUSE),
        Map.of(),
        HostConfig.newHostConfig()
            .withNetworkMode("none")
            .withDns(Addresses.RESOLVER)
            .withExtraHosts(hosts),
        Optional.empty(),
        Optional.empty());
  }

  private Map<String, String> createApps(String pause, Map<String, String> metadataIds) {
    List<Callable<String>> creations =
        definition.containers().stream()
            .<Callable<String>>map(
                container -> () -> engine.create(appPlan(container, pause, metadataIds)))
            .toList();
    List<String> ids = Cluster.together(creations);
    Map<String, String> apps = new TreeMap<>();
    for (int i = 0; i < ids.size(); i++) {
      apps.put(definition.containers().get(i).name(), ids.get(i));
    }
    return apps;
  }

  private Engine.Plan appPlan(
      ContainerDefinition container, String pause, Map<String, String> metadataIds) {
    String metadataId = metadataIds.getOrDefault(container.name(), taskId);
    var environment = new HashMap<>(Metadata.environment(cluster.settings(), metadataId));
    environment.putAll(container.environment());
    var labels = new HashMap<>(container.dockerLabels());
    labels.putAll(labels(container.name()));
    return new Engine.Plan(
        Names.docker(definition.family(), revision, container.name()),
        container.image(),
        container.command(),
        labels,
        environment,
        HostConfig.newHostConfig().withNetworkMode("container:" + pause),
        container.user(),
        container.healthCheck());
  }

  /// The agent sets its own labels last, so a user's of the same name gives way.
  private Map<String, String> labels(String container) {
    var labels = new HashMap<>(cluster.settings().labels());
    labels.put(Names.LOCAL_ECS, cluster.settings().id());
    labels.putAll(Names.labels(cluster.settings(), arn, definition.family(), revision, container));
    return labels;
  }

  private TaskRecord record(int index, String registryId, String pause, Map<String, String> apps) {
    Map<String, Integer> stopSeconds = new TreeMap<>();
    definition
        .containers()
        .forEach(c -> stopSeconds.put(c.name(), (int) c.stopTimeout().toSeconds()));
    var task =
        new TaskRecord(
            taskId,
            arn,
            definition.family(),
            revision,
            index,
            launch.serviceName().orElse(""),
            registryId,
            pause,
            apps,
            stopSeconds);
    Records.write(cluster.hub(), task);
    return task;
  }

  private void writeMetadata(TaskRecord task, Map<String, String> metadataIds) {
    String document = Metadata.task(cluster.settings(), task);
    metadataIds.forEach((name, metadataId) -> {
      String path = "www/v4/" + metadataId;
      cluster.hub().write(path + "/task", document);
      cluster.hub().write(path + "/index.html", Metadata.container(task, name));
    });
  }
}
