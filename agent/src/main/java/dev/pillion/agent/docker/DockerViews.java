package dev.pillion.agent.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.InternetProtocol;
import dev.pillion.inject.apply.ContainerDetail;
import dev.pillion.inject.apply.ContainerSummary;
import dev.pillion.inject.task.ContainerView;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Docker's answers in the words of plans.
final class DockerViews {
  private static final Pattern MESSAGE = Pattern.compile("\"message\":\"((?:[^\"\\\\]|\\\\.)*)\"");

  private DockerViews() {}

  static ContainerDetail detail(InspectContainerResponse answer) {
    var config = answer.getConfig();
    var state = answer.getState();
    String mode = Optional.ofNullable(answer.getHostConfig().getNetworkMode()).orElse("");
    var view =
        new ContainerView(
            answer.getId(),
            Optional.ofNullable(config.getImage()).orElse(""),
            labels(config.getLabels()),
            state(state.getStatus()),
            mode,
            Optional.ofNullable(config.getUser()).orElse(""),
            ports(config),
            time(state.getStartedAt()),
            Optional.ofNullable(state.getPidLong()).orElse(0L));
    return new ContainerDetail(
        view,
        answer.getName().substring(1),
        Optional.ofNullable(state.getExitCodeLong()).orElse(0L).intValue(),
        Boolean.TRUE.equals(state.getOOMKilled()),
        Objects.toString(config.getRawValues().get("StopSignal"), "SIGTERM"));
  }

  static ContainerSummary summary(Container answer) {
    return new ContainerSummary(
        answer.getId(), state(answer.getState()), labels(answer.getLabels()));
  }

  /// Docker's own words of a failure, without the JSON around them.
  static String words(Throwable failure) {
    String text = Objects.toString(failure.getMessage(), failure.toString());
    Matcher json = MESSAGE.matcher(text);
    return json.find() ? json.group(1).replace("\\\"", "\"") : text.strip();
  }

  private static ContainerView.State state(@Nullable String status) {
    return switch (Objects.toString(status, "")) {
      case "created" -> ContainerView.State.CREATED;
      case "running", "paused", "restarting" -> ContainerView.State.RUNNING;
      default -> ContainerView.State.EXITED;
    };
  }

  /// Docker writes the year 1 for a container that never started.
  private static Optional<Instant> time(@Nullable String text) {
    return text == null || text.startsWith("0001-")
        ? Optional.empty()
        : Optional.of(Instant.parse(text));
  }

  private static Set<Integer> ports(ContainerConfig config) {
    return Optional.ofNullable(config.getExposedPorts()).stream()
        .flatMap(Arrays::stream)
        .filter(port -> port.getProtocol() == InternetProtocol.TCP)
        .map(ExposedPort::getPort)
        .collect(Collectors.toSet());
  }

  private static Map<String, String> labels(@Nullable Map<String, String> labels) {
    return labels == null ? Map.of() : labels;
  }
}
