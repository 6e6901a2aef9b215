package dev.pillion.inject.definition;

import java.util.Optional;

/// Containers that App Mesh's guides put beside an Envoy, and that apps may use as well.
enum Sidecars {
  XRAY("xray-daemon"),
  CLOUDWATCH("cloudwatch-agent"),
  COLLECTOR("aws-otel-collector");

  private final String image;

  Sidecars(String image) {
    this.image = image;
  }

  private static Optional<Sidecars> of(Container container) {
    for (Sidecars sidecar : values()) {
      if (container.imageName().contains(sidecar.image)) {
        return Optional.of(sidecar);
      }
    }
    return Optional.empty();
  }

  /// Says of each that stays what it is still good for.
  static void tell(TaskDefinition definition, Container envoy, Notes notes) {
    for (Container container : definition.containers()) {
      of(container)
          .ifPresent(sidecar ->
              notes.kept(
                  "container " + container.name(),
                  "%s; what apps send it goes on. Without need of it: --remove %s"
                      .formatted(sidecar.told(envoy), container.name())));
    }
  }

  private String told(Container envoy) {
    boolean used =
        switch (this) {
          case XRAY -> EnvoyVariables.isOn(envoy, EnvoyVariables.XRAY);
          case CLOUDWATCH -> EnvoyVariables.isOn(envoy, EnvoyVariables.STATSD);
          case COLLECTOR ->
              EnvoyVariables.isOn(envoy, EnvoyVariables.XRAY)
                  || EnvoyVariables.isOn(envoy, EnvoyVariables.STATSD);
        };
    return used ? "Envoy sent to it, and the agent's does not yet" : "Envoy did not send to it";
  }
}
