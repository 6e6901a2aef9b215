package dev.pillion.xds;

import dev.pillion.xds.api.Identity;
import dev.pillion.xds.auth.Security;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/// What a server is started with.
///
/// @param data where the server keeps what it must remember; made if it is not there
/// @param store where the meshes are kept
/// @param api where the App Mesh API listens; port 0 takes a free one
/// @param xds where proxies and agents are served; port 0 takes a free one
/// @param identity whose meshes it serves
/// @param security how both addresses are guarded
/// @param settings what else the environment sets
public record XdsConfig(
    Path data,
    StoreChoice store,
    InetSocketAddress api,
    InetSocketAddress xds,
    Identity identity,
    Security security,
    ServerSettings settings) {
  /// A server for development on loopback, whose environment sets nothing.
  public XdsConfig(Path data, InetSocketAddress api, InetSocketAddress xds) {
    this(
        data,
        new StoreChoice.Sqlite(),
        api,
        xds,
        Identity.DEVELOPMENT,
        Security.DEVELOPMENT,
        ServerSettings.USUAL);
  }
}
