package dev.pillion.cli;

import dev.pillion.templates.client.AppMesh;
import dev.pillion.templates.client.Endpoint;
import dev.pillion.templates.client.Region;
import java.util.Optional;

/// From options to a client of a server's API.
final class ApiAccess {
  private ApiAccess() {}

  static AppMesh open(ApiOptions options) {
    Logs.quiet();
    return AppMesh.at(
        new Endpoint(
            Endpoint.address(options.endpoint()),
            options.authority(),
            region(options),
            options.profile()));
  }

  static Optional<String> region(ApiOptions options) {
    return options.region().or(() -> Region.of(options.profile()));
  }
}
