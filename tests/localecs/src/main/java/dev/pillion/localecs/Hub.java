package dev.pillion.localecs;

import com.github.dockerjava.api.model.HostConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The container whose network namespace is this local ECS's whole network, and whose web server
/// answers at the metadata addresses. Its files hold what has to be known from one command to the
/// next.
final class Hub {
  private static final String ROLE = "dev.pillion.localecs.role";
  private static final Duration START_LIMIT = Duration.ofSeconds(10);

  private static final String PROGRAM =
      """
      trap 'exit 0' TERM
      mkdir -p /www/latest/meta-data /www/v4 /run/localecs/tasks /run/localecs/index
      echo i-0123456789abcdef0 >/www/latest/meta-data/instance-id
      httpd -p 80 -h /www
      touch /run/localecs/ready
      while :; do sleep 3600 & wait; done
      """;

  private static final String ROUTER =
      """
      echo 1 >/proc/sys/net/ipv4/ip_forward
      for f in all default lo; do echo 0 >/proc/sys/net/ipv6/conf/$f/disable_ipv6; done
      echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
      ip -batch - <<END
      link set lo up
      address replace %s/32 dev lo
      address replace %s/32 dev lo
      address replace %s/32 dev lo
      address replace %s/128 dev lo nodad
      END
      """
          .formatted(
              Addresses.TASK_METADATA,
              Addresses.INSTANCE_METADATA,
              Addresses.RESOLVER,
              Addresses.INSTANCE_METADATA_IPV6);

  private final String containerId;
  private final long pid;

  private Hub(String containerId, long pid) {
    this.containerId = containerId;
    this.pid = pid;
  }

  /// The hub of a local ECS: the one that runs, or a new one.
  static Hub open(Engine engine, Settings settings) {
    return find(engine, settings).orElseGet(() -> create(engine, settings));
  }

  /// The hub that runs, if there is one.
  static Optional<Hub> find(Engine engine, Settings settings) {
    return engine.withLabels(Map.of(Names.LOCAL_ECS, settings.id(), ROLE, "hub")).stream()
        .filter(container -> "running".equals(container.getState()))
        .findFirst()
        .map(container -> new Hub(container.getId(), engine.pid(container.getId())));
  }

  private static Hub create(Engine engine, Settings settings) {
    var labels = new HashMap<>(settings.labels());
    labels.put(Names.LOCAL_ECS, settings.id());
    labels.put(ROLE, "hub");
    String id =
        engine.create(
            new Engine.Plan(
                "pillion-localecs-" + settings.id(),
                settings.image(),
                List.of("/bin/sh", "-c", PROGRAM),
                labels,
                Map.of(),
                HostConfig.newHostConfig().withNetworkMode("none"),
                Optional.empty(),
                Optional.empty()));
    try {
      return start(engine, id);
    } catch (RuntimeException e) {
      engine.remove(id);
      throw e;
    }
  }

  private static Hub start(Engine engine, String id) {
    engine.start(id);
    var hub = new Hub(id, engine.pid(id));
    Shell.run(Shell.inside(hub.pid, ROUTER));
    Await.until(
        "the hub's web server", START_LIMIT, () -> Files.exists(hub.file("run/localecs/ready")));
    return hub;
  }

  /// The next task's index, and its link's counters running.
  int reserve() {
    long used = children(file("run/localecs/index"));
    for (int index = Addresses.FIRST + (int) used; index <= Addresses.LAST; index++) {
      try {
        Files.createDirectory(file("run/localecs/index/" + index));
        Counters.add(pid, Addresses.link(index));
        return index;
      } catch (FileAlreadyExistsException _) {
        // Another task took it meanwhile.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    throw new LocalEcsException(
        "this local ECS has had its %d tasks; clean it and open a new one"
            .formatted(Addresses.LAST - Addresses.FIRST + 1));
  }

  private static long children(Path folder) {
    try (var list = Files.list(folder)) {
      return list.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes a file that the metadata addresses serve, or one of our own records.
  void write(String path, String text) {
    try {
      Files.createDirectories(file(path).resolveSibling("."));
      Files.writeString(file(path), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A path of the hub's file system, as the host sees it.
  Path file(String path) {
    return Path.of("/proc", Long.toString(pid), "root", path);
  }

  String containerId() {
    return containerId;
  }

  long pid() {
    return pid;
  }
}
