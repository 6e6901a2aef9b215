package dev.pillion.xds.ads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pillion.mesh.model.ProxyGroup;
import dev.pillion.ports.FreePorts;
import dev.pillion.xds.auth.TestCertificate;
import io.envoyproxy.envoy.config.core.v3.ApiConfigSource.ApiType;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Certificates over the stream, on a real Envoy and in both dialects.
@ParameterizedClass
@EnumSource(names = {"DELTA_GRPC", "GRPC"})
final class RealSecretsTest {
  private static final String NODE = "mesh/demo/virtualNode/front/i-1";

  private final ApiType api;
  @TempDir private Path directory;

  private final TestResources resources =
      new TestResources(ProxyGroup.virtualNode("demo", "front"));
  private TestServer server;
  private EnvoyProcess envoy;
  private TestCertificate first;
  private TestCertificate second;
  private int port;

  RealSecretsTest(ApiType api) {
    this.api = api;
  }

  @BeforeEach
  void start() throws Exception {
    first = TestCertificate.make(directory, "first", "EC");
    second = TestCertificate.make(directory, "second", "EC");
    server = new TestServer(0, resources);
    port = FreePorts.next();
    envoy = new EnvoyProcess(directory, NODE, server.port(), api);
  }

  @AfterEach
  void stop() {
    envoy.close();
    server.close();
  }

  @Test
  void aListenerShowsTheCertificateThatItIsSentAndThenTheRenewedOne() throws Exception {
    resources.publish(secret(served(), first));
    Await.until("the first", () -> shows(first), envoy::log);
    long listeners = envoy.stat("listener_manager.lds.update_success");
    resources.publish(secret(served(), second));
    Await.until("the second", () -> shows(second), envoy::log);
    assertEquals(listeners, envoy.stat("listener_manager.lds.update_success"));
  }

  @Test
  void aClusterThatWarmsForItsCertificateIsWarmAtOnce() throws Exception {
    resources.publish(secret(served(), first));
    Await.until("in sync", this::inSync, this::state);
    long before = System.nanoTime();
    resources.publish(secret(served().secureCluster("b", 1, 9, "server"), first));
    Await.until("in sync", this::inSync, this::state);
    var took = Duration.ofNanos(System.nanoTime() - before);
    assertTrue(took.compareTo(Duration.ofSeconds(4)) < 0, () -> "took " + took);
    assertTrue(envoy.hasCluster("b"));
  }

  @Test
  void aRefusedCertificateIsNamedAndTheOldOneStays() throws Exception {
    resources.publish(secret(served(), first));
    Await.until("the first", () -> shows(first), envoy::log);
    resources.publish(served().secret("server", "no certificate", "no key"));
    Await.until("refused", () -> state().contains("Rejected"), this::state);
    assertTrue(shows(first), envoy.log());
    resources.publish(secret(served(), second));
    Await.until("the second", () -> shows(second), envoy::log);
    Await.until("in sync", this::inSync, this::state);
  }

  private EnvoyConfig served() {
    return new EnvoyConfig()
        .secureListener("ingress", port, "table", "server")
        .cluster("a", 1, 9)
        .routes("table", "a");
  }

  private static EnvoyConfig secret(EnvoyConfig config, TestCertificate certificate)
      throws IOException {
    return config.secret(
        "server",
        Files.readString(certificate.files().certificate()),
        Files.readString(certificate.files().key()));
  }

  private boolean inSync() {
    return server.proxies().statuses().stream()
        .anyMatch(proxy -> proxy.inSync() && proxy.types().size() == 5);
  }

  private String state() {
    return server.proxies().statuses().toString();
  }

  private boolean shows(TestCertificate certificate) throws Exception {
    try (var plain = new Socket(InetAddress.getLoopbackAddress(), port);
        var tls =
            (SSLSocket) anyone().getSocketFactory().createSocket(plain, "localhost", port, true)) {
      tls.startHandshake();
      Certificate shown = tls.getSession().getPeerCertificates()[0];
      return shown.equals(certificate.certificate());
    } catch (ConnectException | SSLException _) {
      return false;
    }
  }

  private static SSLContext anyone() throws GeneralSecurityException {
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anyone()}, new SecureRandom());
    return context;
  }

  /// Believes every certificate: the test looks at it itself.
  private static final class Anyone extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
