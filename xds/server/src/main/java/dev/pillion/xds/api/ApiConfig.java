package dev.pillion.xds.api;

import dev.pillion.xds.http.HttpLimits;
import java.net.InetSocketAddress;
import java.util.Optional;

/// How the API is served.
///
/// @param address port 0 for any that is free
/// @param operators where health and metrics are served; empty for the API's own address
/// @param identity whose meshes it serves
/// @param access who may come in
public record ApiConfig(
    InetSocketAddress address,
    Optional<InetSocketAddress> operators,
    Identity identity,
    HttpLimits limits,
    Access access) {
  /// Open to everybody on one address, with the limits that a server runs with.
  public static ApiConfig of(InetSocketAddress address, Identity identity) {
    return new ApiConfig(address, Optional.empty(), identity, HttpLimits.DEFAULT, Access.OPEN);
  }

  /// The same for those who have that access.
  public ApiConfig with(Access other) {
    return new ApiConfig(address, operators, identity, limits, other);
  }
}
