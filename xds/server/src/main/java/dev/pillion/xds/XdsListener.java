package dev.pillion.xds;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.xds.auth.ServerCertificate;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// How the xds address speaks: plain, or TLS with clients that show a certificate or a token.
final class XdsListener {
  private XdsListener() {}

  static NettyServerBuilder builder(XdsConfig config, Optional<ServerCertificate> certificate) {
    Optional<Path> authority = config.security().clientAuthority();
    boolean tokens = config.settings().proxies().tokens().isPresent();
    if (certificate.isEmpty() || (authority.isEmpty() && !tokens)) {
      return NettyServerBuilder.forAddress(config.xds());
    }
    var credentials = TlsServerCredentials.newBuilder().keyManager(certificate.get().keyManager());
    authority.ifPresent(file -> trust(credentials, file, tokens));
    return NettyServerBuilder.forAddress(config.xds(), credentials.build());
  }

  /// Clients show a certificate, or may show a token instead.
  private static void trust(TlsServerCredentials.Builder credentials, Path file, boolean tokens) {
    try {
      credentials
          .trustManager(file.toFile())
          .clientAuth(
              tokens
                  ? TlsServerCredentials.ClientAuth.OPTIONAL
                  : TlsServerCredentials.ClientAuth.REQUIRE);
    } catch (IOException | IllegalArgumentException e) {
      throw new MeshException(
          MeshException.Code.INVALID,
          "client authority " + file,
          "it cannot be used (%s)".formatted(e.getMessage()),
          "give a readable file of certificates in PEM");
    }
  }
}
