package dev.pillion.envoy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.ports.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is shown to a server: another Envoy, which takes TLS of certain clients only and logs who
/// they are and what they ask.
final class CredentialsTest {
  @TempDir private static Path certificates = Path.of("");
  private static TestCertificate server = new TestCertificate(Path.of(""), Path.of(""));
  private static TestCertificate client = new TestCertificate(Path.of(""), Path.of(""));

  @TempDir private Path folder = Path.of("");
  private final Map<String, String> environment = new HashMap<>();
  private int port;

  @BeforeAll
  static void makeCertificates() throws Exception {
    server = TestCertificate.make(certificates, "server");
    client = TestCertificate.make(certificates, "client");
  }

  @BeforeEach
  void choosePort() {
    port = FreePorts.next();
    environment.put("APPMESH_XDS_ENDPOINT", "localhost:" + port);
    environment.put("PILLION_XDS_CA", server.certificate().toString());
  }

  private void showCertificate() {
    environment.put("PILLION_XDS_CERT", client.certificate().toString());
    environment.put("PILLION_XDS_KEY", client.key().toString());
  }

  /// An Envoy that logs each request's token and the serial number of its client's certificate.
  private Process startServer(Path asked, String clients) throws IOException {
    Path config = folder.resolve("server.yaml");
    Files.writeString(
        config,
        """
        static_resources:
          listeners:
          - name: xds
            address: { socket_address: { address: "::", port_value: %d, ipv4_compat: true } }
            filter_chains:
            - transport_socket:
                name: envoy.transport_sockets.tls
                typed_config:
                  "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
                  require_client_certificate: %s
                  common_tls_context:
                    alpn_protocols: [ h2 ]
                    tls_certificates:
                    - { certificate_chain: { filename: %s }, private_key: { filename: %s } }
                    validation_context: { trusted_ca: { filename: %s } }
              filters:
              - name: envoy.filters.network.http_connection_manager
                typed_config:
                  "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                  stat_prefix: xds
                  access_log:
                  - name: envoy.access_loggers.file
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog
                      path: %s
                      log_format: { text_format_source: { inline_string: "%%REQ(:PATH)%% token=%%REQ(AUTHORIZATION)%% serial=%%DOWNSTREAM_PEER_SERIAL%%\\n" } }
                  route_config:
                    virtual_hosts:
                    - { name: all, domains: ["*"], routes: [ { match: { prefix: / }, direct_response: { status: 503 } } ] }
                  http_filters:
                  - name: envoy.filters.http.router
                    typed_config: { "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router }
        """
            .formatted(
                port, clients, server.certificate(), server.key(), client.certificate(), asked));
    return new ProcessBuilder(
            EnvoyBinary.find().toString(),
            "-c",
            config.toString(),
            "--disable-hot-restart",
            "--concurrency",
            "1",
            "--use-dynamic-base-id")
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("server.log").toFile())
        .start();
  }

  private String awaitAsked(String clients, String words) throws Exception {
    Path asked = folder.resolve("asked");
    Process envoy = startServer(asked, clients);
    try (var running = Running.start(folder, environment)) {
      running.until(words, () -> lines(asked).stream().anyMatch(line -> line.contains(words)));
      assertFalse(
          running.admin().get("/config_dump?include_eds").text().contains("a-secret"),
          "the token is in the dump");
      return lines(asked).getLast();
    } finally {
      envoy.destroyForcibly();
      assertTrue(envoy.waitFor(10, TimeUnit.SECONDS));
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException _) {
      return List.of();
    }
  }

  @Test
  void aCertificateFromFilesIsShownAndTheServersIsChecked() throws Exception {
    showCertificate();
    String line = awaitAsked("true", "DeltaAggregatedResources");
    assertTrue(line.matches(".* token=- serial=[0-9a-f]+"), line);
  }

  @Test
  void aCertificateFromTheEnvironmentIsShown() throws Exception {
    environment.put("PILLION_XDS_CA", Files.readString(server.certificate()));
    environment.put("PILLION_XDS_CERT", Files.readString(client.certificate()));
    environment.put("PILLION_XDS_KEY", Files.readString(client.key()));
    String line = awaitAsked("true", "DeltaAggregatedResources");
    assertTrue(line.matches(".* token=- serial=[0-9a-f]+"), line);
  }

  @Test
  void aTokenIsSentAndIsInNoDump() throws Exception {
    environment.put("PILLION_XDS_TOKEN", "a-secret");
    String line = awaitAsked("false", "DeltaAggregatedResources");
    assertTrue(line.endsWith(" token=Bearer a-secret serial=-"), line);
  }

  @Test
  void aTokenFromAFileIsSentWithoutTheLinesEnd() throws Exception {
    Path file = folder.resolve("token");
    Files.writeString(file, "a-secret\n");
    environment.put("PILLION_XDS_TOKEN_FILE", file.toString());
    String line = awaitAsked("false", "DeltaAggregatedResources");
    assertTrue(line.endsWith(" token=Bearer a-secret serial=-"), line);
  }

  @Test
  void aTokensFileIsFollowed() throws Exception {
    Path file = folder.resolve("token");
    Files.writeString(file, "first");
    environment.put("PILLION_XDS_TOKEN_FILE", file.toString());
    Path asked = folder.resolve("asked");
    Process envoy = startServer(asked, "false");
    try (var running = Running.start(folder, environment)) {
      running.until("the first", () -> lines(asked).toString().contains("Bearer first"));
      Path next = folder.resolve("next");
      Files.writeString(next, "second");
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      running.until("the second", () -> lines(asked).toString().contains("Bearer second"));
    } finally {
      envoy.destroyForcibly();
    }
  }

  @Test
  void aCertificatesFilesAreFollowed() throws Exception {
    // The one that is replaced is refused: its authority is another.
    var other = TestCertificate.make(folder, "other");
    Path certificate = folder.resolve("shown.crt");
    Path key = folder.resolve("shown.key");
    Files.copy(other.certificate(), certificate);
    Files.copy(other.key(), key);
    environment.put("PILLION_XDS_CERT", certificate.toString());
    environment.put("PILLION_XDS_KEY", key.toString());
    Path asked = folder.resolve("asked");
    Process envoy = startServer(asked, "true");
    try (var running = Running.start(folder, environment)) {
      running.until(
          "a refusal",
          () ->
              statistic(running, "cluster.pillion_xds.upstream_cx_connect_fail") > 0
                  || statistic(running, "cluster.pillion_xds.upstream_cx_destroy_remote") > 0
                  || statistic(running, "cluster.pillion_xds.ssl.connection_error") > 0);
      assertEquals(List.of(), lines(asked));
      Path newKey = folder.resolve("new.key");
      Path newCertificate = folder.resolve("new.crt");
      Files.copy(client.key(), newKey);
      Files.copy(client.certificate(), newCertificate);
      Files.move(newKey, key, StandardCopyOption.ATOMIC_MOVE);
      Files.move(newCertificate, certificate, StandardCopyOption.ATOMIC_MOVE);
      running.until("a stream", () -> !lines(asked).isEmpty());
    } finally {
      envoy.destroyForcibly();
    }
  }

  @Test
  void aServerWithAnothersCertificateIsAskedNothing() throws Exception {
    environment.put("PILLION_XDS_CA", client.certificate().toString());
    environment.put("PILLION_XDS_TOKEN", "a-secret");
    refusesTheServer();
  }

  @Test
  void aServerWithAnotherNameIsAskedNothing() throws Exception {
    environment.put("PILLION_XDS_SERVER_NAME", "mesh.example.com");
    environment.put("PILLION_XDS_TOKEN", "a-secret");
    refusesTheServer();
  }

  private void refusesTheServer() throws Exception {
    Path asked = folder.resolve("asked");
    Process envoy = startServer(asked, "false");
    try (var running = Running.start(folder, environment)) {
      running.until(
          "a certificate that is not trusted",
          () ->
              statistic(running, "cluster.pillion_xds.ssl.fail_verify_error") > 0
                  || statistic(running, "cluster.pillion_xds.ssl.fail_verify_san") > 0);
      assertEquals(List.of(), lines(asked));
    } finally {
      envoy.destroyForcibly();
    }
  }

  private static long statistic(Running running, String name) {
    return Running.get(running.admin(), "/stats?filter=^" + name + "$")
        .lines()
        .map(line -> line.split(": ", 2))
        .filter(parts -> parts.length == 2)
        .mapToLong(parts -> Long.parseLong(parts[1]))
        .sum();
  }
}
