package dev.pillion.routes.spec;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Where rules may be written.
///
/// @param backend which iptables to use in a namespace that has no rules yet; empty for the host's
/// @param netns inode of the only network namespace that may be touched; empty for any
public record Place(Optional<Backend> backend, OptionalLong netns) {
  /// Reads `PILLION_IPTABLES` and `PILLION_NETNS` alone.
  ///
  /// @throws RouteException naming every violation
  public static Place read(Map<String, String> environment) {
    var reader = new EnvironmentReader(environment);
    var place = reader.place();
    reader.orThrow();
    return place;
  }
}
