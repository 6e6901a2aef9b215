package dev.pillion.xds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pillion.agent.v1.ServerStatus;
import dev.pillion.agent.v1.ServerStatusRequest;
import dev.pillion.agent.v1.ServerStatusServiceGrpc;
import dev.pillion.xds.api.Identity;
import dev.pillion.xds.auth.Security;
import dev.pillion.xds.auth.SigningScope;
import dev.pillion.xds.auth.TestCertificate;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class XdsListenerTest {
  @Test
  void withAnAuthorityTheXdsAddressTalksToItsClientsOnly(@TempDir Path directory) throws Exception {
    var server = TestCertificate.make(directory, "server", "EC");
    var client = TestCertificate.make(directory, "client", "EC");
    var stranger = TestCertificate.make(directory, "stranger", "EC");
    var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var security =
        new Security(
            SigningScope.of("us-east-1"),
            Optional.empty(),
            Optional.of(server.files()),
            Optional.of(client.files().certificate()));
    try (var running =
        XdsServer.start(
            new XdsConfig(
                directory.resolve("data"),
                new StoreChoice.Sqlite(),
                any,
                any,
                Identity.DEVELOPMENT,
                security,
                ServerSettings.USUAL),
            Clock.systemUTC())) {
      int port = running.xdsAddress().getPort();
      assertEquals(0, status(port, server, client).getMeshesCount());
      assertThrows(StatusRuntimeException.class, () -> status(port, server, stranger));
    }
  }

  @Test
  void withTokensTheXdsAddressSpeaksTlsAndAsksWhoReadsStatusForOneToo(@TempDir Path directory)
      throws Exception {
    var certificate = TestCertificate.make(directory, "server", "EC");
    Path tokens = directory.resolve("tokens");
    // Of the token "t".
    String hash = "e3b98a4da31a127d4bde6e43033f66ba274cab0eb7eb1c70ec41402bf6273dd8";
    Files.writeString(tokens, "sha256:%s *\n".formatted(hash));
    var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var security =
        new Security(
            SigningScope.of("us-east-1"),
            Optional.empty(),
            Optional.of(certificate.files()),
            Optional.empty());
    var settings = ServerSettings.from(Map.of("PILLION_XDS_TOKENS", tokens.toString()));
    try (var running =
        XdsServer.start(
            new XdsConfig(
                directory.resolve("data"),
                new StoreChoice.Sqlite(),
                any,
                any,
                Identity.DEVELOPMENT,
                security,
                settings),
            Clock.systemUTC())) {
      int port = running.xdsAddress().getPort();
      assertEquals(0, statusWith("t", port, certificate).getMeshesCount());
      var refused =
          assertThrows(StatusRuntimeException.class, () -> statusWith("other", port, certificate));
      assertEquals(Status.Code.UNAUTHENTICATED, refused.getStatus().getCode());
    }
  }

  private static ServerStatus statusWith(String token, int port, TestCertificate server)
      throws Exception {
    var headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    var channel =
        NettyChannelBuilder.forAddress(
                "localhost",
                port,
                TlsChannelCredentials.newBuilder()
                    .trustManager(server.files().certificate().toFile())
                    .build())
            .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
            .build();
    try {
      return ServerStatusServiceGrpc.newBlockingStub(channel)
          .withDeadlineAfter(20, TimeUnit.SECONDS)
          .get(ServerStatusRequest.getDefaultInstance());
    } finally {
      channel.shutdownNow();
    }
  }

  private static ServerStatus status(int port, TestCertificate server, TestCertificate client)
      throws Exception {
    var channel =
        NettyChannelBuilder.forAddress(
                "localhost",
                port,
                TlsChannelCredentials.newBuilder()
                    .trustManager(server.files().certificate().toFile())
                    .keyManager(
                        client.files().certificate().toFile(), client.files().key().toFile())
                    .build())
            .build();
    try {
      return ServerStatusServiceGrpc.newBlockingStub(channel)
          .withDeadlineAfter(20, TimeUnit.SECONDS)
          .get(ServerStatusRequest.getDefaultInstance());
    } finally {
      channel.shutdownNow();
    }
  }
}
