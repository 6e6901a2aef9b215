package dev.pillion.bench;

import dev.pillion.agent.v1.TaskStatus;
import dev.pillion.agent.v1.TaskStatus.State;
import dev.pillion.localecs.ContainerDefinition;
import dev.pillion.localecs.RunningTask;
import dev.pillion.localecs.TaskDefinition;
import dev.pillion.rig.Rig;
import dev.pillion.rig.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Starts tasks and reads off what each waited for.
final class Tasks {
  private static final String APP = "app";

  // The gateway's address: it is not exempt, and nobody but the task's Envoy answers there.
  private static final String CALLED = "10.77.255.1";

  // busybox's date has no parts of a second; its adjtimex reads the kernel's clock to the
  // microsecond. nc becomes the shell as soon as it is connected.
  private static final String ON_CONNECTION =
      "adjtimex >&2; trap 'exit 0' TERM; while :; do sleep 3600 & wait; done";
  private static final Pattern CLOCK =
      Pattern.compile("time.tv_sec: +(\\d+)\\s+time.tv_usec: +(\\d+)");

  private final Rig rig;
  private final String image;

  Tasks(Rig rig, String image) {
    this.rig = rig;
    this.image = image;
  }

  /// Starts a task that opts in, and waits until its app is connected.
  TaskRow meshed() {
    ContainerDefinition app =
        ContainerDefinition.of(
                APP, image, "nc", CALLED, "8080", "-e", "/bin/sh", "-c", ON_CONNECTION)
            .label("pillion.mesh", "demo")
            .label("pillion.virtual-node", "front")
            .stopTimeout(Duration.ofSeconds(2));
    RunningTask task = rig.ecs().task(TaskDefinition.of("front", app));
    TaskStatus status = rig.awaitReleased(task);
    Instant connected =
        Wait.value("the app's connection", Rig.RELEASE_LIMIT, () -> clock(task.logs(APP)));
    Duration released = duration(status.getReleasedAfter());
    Instant start = task.timeline().pause();
    return new TaskRow(
        duration(status.getHeldAfter()),
        task.timeline().gap(APP),
        Duration.between(start, started(rig.containers().envoy(task))),
        ranFor(rig.containers().routeManager(task)),
        released,
        Duration.between(start.plus(released), connected),
        task.synsLeft().total());
  }

  /// Starts a task that does not opt in, and stops it again.
  ///
  /// @return pause start to release
  Duration plain() {
    ContainerDefinition app =
        ContainerDefinition.of(APP, image, "sh", "-c", ON_CONNECTION)
            .stopTimeout(Duration.ofSeconds(2));
    RunningTask task = rig.ecs().task(TaskDefinition.of("plain", app));
    TaskStatus status = rig.awaitState(task, State.SKIPPED, Rig.RELEASE_LIMIT);
    task.stop();
    return duration(status.getReleasedAfter());
  }

  static Optional<Instant> clock(String output) {
    Matcher matcher = CLOCK.matcher(output);
    return matcher.find()
        ? Optional.of(
            Instant.ofEpochSecond(
                Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)) * 1_000))
        : Optional.empty();
  }

  private static Duration duration(com.google.protobuf.Duration duration) {
    return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
  }

  private Instant started(Optional<String> container) {
    return instant(rig.containers().inspect(container.orElseThrow()).getState().getStartedAt());
  }

  private Duration ranFor(Optional<String> container) {
    var state = rig.containers().inspect(container.orElseThrow()).getState();
    return Duration.between(instant(state.getStartedAt()), instant(state.getFinishedAt()));
  }

  private static Instant instant(@Nullable String text) {
    return text == null ? Instant.EPOCH : Instant.parse(text);
  }
}
