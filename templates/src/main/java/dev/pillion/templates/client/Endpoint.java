package dev.pillion.templates.client;

import dev.pillion.mesh.model.MeshException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Where a server's API is, and who asks.
///
/// @param address without a path
/// @param authority certificates in PEM of those who may sign the server's, if Java does not trust
///   them anyway
/// @param region that requests are signed for, if the user named one
/// @param profile of AWS's own files, if the user named one
public record Endpoint(
    URI address, Optional<Path> authority, Optional<String> region, Optional<String> profile) {

  /// Reads an address as a user types it.
  public static URI address(String text) {
    try {
      URI uri = URI.create(text.strip());
      boolean plain = uri.getPath() == null || uri.getPath().replace("/", "").isEmpty();
      if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null
          && plain
          && uri.getQuery() == null) {
        return URI.create(uri.getScheme() + "://" + uri.getRawAuthority());
      }
    } catch (IllegalArgumentException _) {
      // said below, with the whole text
    }
    throw new MeshException(
        MeshException.Code.INVALID,
        "endpoint '" + text + "'",
        "it is no address of a server",
        "write it as http://127.0.0.1:9390 or https://mesh.example.com:9390, without a path");
  }
}
