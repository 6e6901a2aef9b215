package dev.pillion.inject.apply;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Containers, as far as a sidecar needs them, free of any engine's own types. Every call blocks;
/// none is for a platform thread that others wait for.
public interface ContainerRuntime {
  /// What became of a creation.
  sealed interface Created {
    /// It is there, not yet started.
    record Container(String id) implements Created {}

    /// The engine does not have the image.
    record NoImage(String problem) implements Created {}

    /// Another container has the name.
    record NameTaken(String problem) implements Created {}

    /// The engine refused, in its own words.
    record Refused(String problem) implements Created {}
  }

  /// What became of a start.
  sealed interface Started {
    /// It runs, or ran already.
    record Running() implements Started {}

    /// The engine could not start it, in its own words.
    record Refused(String problem) implements Started {}
  }

  /// What became of a pull.
  sealed interface Pulled {
    /// The engine has the image.
    record Present() implements Pulled {}

    /// It could not be had, in the engine's own words.
    record Failed(String problem) implements Pulled {}
  }

  /// Makes a container and does not start it.
  Created create(ContainerSpec spec);

  /// Starts a container.
  Started start(String id);

  /// Tells a container to stop and kills it after the grace; one that is gone or stopped is as
  /// done. The grace has a resolution of one second.
  void stop(String id, Duration grace);

  /// Kills and removes a container; one that is gone is as done.
  void remove(String id);

  /// What a container is now; empty when it is gone.
  ///
  /// @param id the id, the beginning of one, or the name
  Optional<ContainerDetail> inspect(String id);

  /// All containers, running or not, that carry a label.
  ///
  /// @param label `key`, or `key=value`
  List<ContainerSummary> list(String label);

  /// Fetches an image.
  Pulled pull(String image);

  /// The last lines of what a container wrote to standard output and error; empty when it is gone.
  String tail(String id, int lines);

  /// The engine does not answer.
  final class RuntimeUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// The engine's address, and what happened.
    public RuntimeUnavailable(String endpoint, Throwable cause) {
      super(
          "docker at %s: does not answer (%s); start it, or set DOCKER_HOST"
              .formatted(endpoint, cause.getMessage()),
          cause);
    }
  }
}
