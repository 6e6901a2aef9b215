package dev.pillion.xds;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.xds.auth.ServerCertificate;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// How the xds address speaks: plain, or TLS with clients that show a certificate.
final class XdsListener {
  private XdsListener() {}

  static NettyServerBuilder builder(XdsConfig config, Optional<ServerCertificate> certificate) {
    Optional<Path> authority = config.security().clientAuthority();
    if (authority.isEmpty() || certificate.isEmpty()) {
      return NettyServerBuilder.forAddress(config.xds());
    }
    Path file = authority.get();
    try {
      return NettyServerBuilder.forAddress(
          config.xds(),
          TlsServerCredentials.newBuilder()
              .keyManager(certificate.get().keyManager())
              .trustManager(file.toFile())
              .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
              .build());
    } catch (IOException | IllegalArgumentException e) {
      throw new MeshException(
          MeshException.Code.INVALID,
          "client authority " + file,
          "it cannot be used (%s)".formatted(e.getMessage()),
          "give a readable file of certificates in PEM");
    }
  }
}
