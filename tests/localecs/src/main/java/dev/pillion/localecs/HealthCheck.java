package dev.pillion.localecs;

import java.time.Duration;
import java.util.List;

/// A container's health check, which Docker runs as ECS has it do.
///
/// @param command as in the task definition: `CMD-SHELL` or `CMD`, and what is run
public record HealthCheck(
    List<String> command, Duration interval, Duration timeout, int retries, Duration startPeriod) {
  /// Copies what it is given.
  public HealthCheck {
    command = List.copyOf(command);
  }

  com.github.dockerjava.api.model.HealthCheck toDocker() {
    return new com.github.dockerjava.api.model.HealthCheck()
        .withTest(command)
        .withInterval(interval.toNanos())
        .withTimeout(timeout.toNanos())
        .withRetries(retries)
        .withStartPeriod(startPeriod.toNanos());
  }
}
