package dev.pillion.xds.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.pillion.mesh.model.MeshException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The certificate of the API's listener, with clients that check it.
final class ServerCertificateTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void anOpenConnectionGoesOnWhileNewOnesSeeTheNewCertificate(String algorithm) throws Exception {
    var old = TestCertificate.make(directory, "old", "RSA");
    var anew = TestCertificate.make(directory, "new", algorithm);
    var files = served(old);
    var client = TestCertificate.trusting(old.certificate(), anew.certificate());
    var certificate = ServerCertificate.once(files);
    try (var api = api(certificate);
        var open = connect(client, api.direct())) {
      assertEquals(old.certificate(), shown(open));
      assertHealthy(open);
      anew.putAt(files);
      settle(certificate);
      assertHealthy(open);
      try (var next = connect(client, api.direct())) {
        assertEquals(anew.certificate(), shown(next));
        assertHealthy(next);
      }
    }
  }

  @Test
  void filesThatCannotBeUsedLeaveTheOldCertificateUntilTheyCan() throws Exception {
    var old = TestCertificate.make(directory, "old", "EC");
    var anew = TestCertificate.make(directory, "new", "EC");
    var files = served(old);
    var client = TestCertificate.trusting(old.certificate(), anew.certificate());
    var certificate = ServerCertificate.once(files);
    try (var api = api(certificate)) {
      Files.copy(
          anew.files().certificate(), files.certificate(), StandardCopyOption.REPLACE_EXISTING);
      settle(certificate);
      assertShown(client, api.direct(), old.certificate());
      Files.delete(files.key());
      settle(certificate);
      assertShown(client, api.direct(), old.certificate());
      anew.putAt(files);
      settle(certificate);
      assertShown(client, api.direct(), anew.certificate());
    }
  }

  @Test
  void theFilesAreFollowedWithoutBeingTold() throws Exception {
    var old = TestCertificate.make(directory, "old", "EC");
    var anew = TestCertificate.make(directory, "new", "EC");
    var files = served(old);
    var client = TestCertificate.trusting(old.certificate(), anew.certificate());
    try (var certificate = ServerCertificate.follow(files);
        var api = api(certificate)) {
      assertShown(client, api.direct(), old.certificate());
      anew.putAt(files);
      long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
      while (!anew.certificate().equals(shown(client, api.direct()))) {
        if (System.nanoTime() > end) {
          fail("the new certificate is not shown within 3 min");
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
    }
  }

  @Test
  void aKeyOfAnotherCertificateIsRefusedAtStart() throws Exception {
    var one = TestCertificate.make(directory, "one", "RSA");
    var other = TestCertificate.make(directory, "other", "RSA");
    var mixed = new TlsFiles(one.files().certificate(), other.files().key());
    assertEquals(
        "TLS key %s: it is not the key of the certificate in %s; put both files there that belong together"
            .formatted(mixed.key(), mixed.certificate()),
        refused(mixed));
  }

  @Test
  void whatIsNoKeyOrCertificateIsRefusedWithTheRemedy() throws Exception {
    var one = TestCertificate.make(directory, "one", "RSA");
    Path key = one.files().key();
    var missing = new TlsFiles(directory.resolve("none.crt"), key);
    assertTrue(refused(missing).contains("none.crt: it cannot be read"), refused(missing));
    var swapped = new TlsFiles(key, one.files().certificate());
    assertTrue(refused(swapped).contains("it holds no certificate in PEM"), refused(swapped));
    String text = Files.readString(key);
    Files.writeString(key, text.replace("PRIVATE KEY", "RSA PRIVATE KEY"));
    assertTrue(refused(one.files()).contains("a key of the form 'RSA'; write it as plain PKCS #8"));
    Files.writeString(key, "nothing");
    assertTrue(refused(one.files()).contains("it holds no RSA key in PEM"));
  }

  @Test
  void plainHttpIsNotSpokenWhereThereIsACertificate() throws Exception {
    var one = TestCertificate.make(directory, "one", "EC");
    try (var api = api(ServerCertificate.once(one.files()));
        var socket = new Socket(InetAddress.getLoopbackAddress(), api.direct().getPort())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      String answer = read(socket.getInputStream());
      assertFalse(answer.contains("200"), answer);
    }
  }

  private static String read(InputStream in) throws IOException {
    try {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (SocketException _) {
      return "";
    }
  }

  private static String refused(TlsFiles files) {
    return String.valueOf(
        assertThrows(MeshException.class, () -> ServerCertificate.once(files)).getMessage());
  }

  private TlsFiles served(TestCertificate certificate) throws IOException {
    var files = new TlsFiles(directory.resolve("tls.crt"), directory.resolve("tls.key"));
    certificate.putAt(files);
    return files;
  }

  /// Two looks: the second finds the files as the first did.
  private static void settle(ServerCertificate certificate) {
    certificate.look();
    certificate.look();
  }

  private SignedApi api(ServerCertificate certificate) throws IOException {
    return new SignedApi(
        directory.resolve("server"), Clock.systemUTC(), Optional.of(certificate.context()));
  }

  private static SSLSocket connect(SSLContext client, URI server) throws IOException {
    // Each connection has a session of its own: one that is resumed shows the certificate that it
    // began with.
    client
        .getClientSessionContext()
        .getIds()
        .asIterator()
        .forEachRemaining(id -> {
          var session = client.getClientSessionContext().getSession(id);
          if (session != null) {
            session.invalidate();
          }
        });
    var socket =
        (SSLSocket)
            client
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.getPort());
    socket.setSoTimeout(20_000);
    socket.startHandshake();
    return socket;
  }

  private static void assertShown(SSLContext client, URI server, X509Certificate expected)
      throws IOException {
    assertEquals(expected, shown(client, server));
  }

  private static X509Certificate shown(SSLContext client, URI server) throws IOException {
    try (var socket = connect(client, server)) {
      return shown(socket);
    }
  }

  private static X509Certificate shown(SSLSocket socket) throws IOException {
    return (X509Certificate) socket.getSession().getPeerCertificates()[0];
  }

  private static void assertHealthy(SSLSocket socket) throws IOException {
    socket
        .getOutputStream()
        .write("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    var in = socket.getInputStream();
    var answer = new StringBuilder();
    while (!answer.toString().endsWith("}")) {
      int c = in.read();
      if (c < 0) {
        fail("the connection ended after: " + answer);
      }
      answer.append((char) c);
    }
    assertTrue(answer.toString().startsWith("HTTP/1.1 200 "), answer::toString);
  }
}
