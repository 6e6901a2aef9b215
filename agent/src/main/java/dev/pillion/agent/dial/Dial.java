package dev.pillion.agent.dial;

import dev.pillion.mesh.model.MeshException;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.Status;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// How a server's xds address is dialled: plain, or by TLS where an authority is given.
///
/// @param server `host:port`
/// @param authority a file of certificates in PEM that the server's must lead to, or [#SYSTEM]
/// @param name what the server's certificate must be for; the host where it is not given
/// @param token the file with what is shown to the server
public record Dial(
    String server, Optional<String> authority, Optional<String> name, Optional<Path> token) {
  /// The authorities that this Java trusts.
  public static final String SYSTEM = "system";

  /// Plain, with nothing to show.
  public static Dial plain(String server) {
    return new Dial(server, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// A channel that is yet to be configured and built.
  ///
  /// @throws MeshException when the file of authorities cannot be used
  public NettyChannelBuilder channel() {
    var channel = secured();
    if (authority.isPresent()) {
      name.ifPresent(channel::overrideAuthority);
    }
    token.ifPresent(file -> channel.intercept(new Showing(file)));
    return channel;
  }

  private NettyChannelBuilder secured() {
    try {
      return NettyChannelBuilder.forTarget("dns:///" + server, credentials());
    } catch (IOException | IllegalArgumentException e) {
      throw new MeshException(
          MeshException.Code.INVALID,
          "PILLION_XDS_CA " + authority.orElse(""),
          "it cannot be used (%s)".formatted(e.getMessage()),
          "give a readable file of certificates in PEM, or 'system' for those that Java trusts");
    }
  }

  /// Why a call to the server failed, and what to do.
  public Trouble trouble(Status failed) {
    return Trouble.of(failed, this);
  }

  /// The name that the server's certificate must have.
  String expectedName() {
    return name.orElseGet(
        () -> server.substring(0, server.lastIndexOf(':')).replaceAll("^\\[|]$", ""));
  }

  private ChannelCredentials credentials() throws IOException {
    if (authority.isEmpty()) {
      return InsecureChannelCredentials.create();
    }
    return authority.get().equals(SYSTEM)
        ? TlsChannelCredentials.create()
        : TlsChannelCredentials.newBuilder().trustManager(new File(authority.get())).build();
  }
}
