package dev.pillion.traffic.app;

import dev.pillion.traffic.net.Host;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// TLS of applications and callers.
public final class Tls {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final int LIMIT_MILLIS = 20_000;

  private Tls() {}

  /// For one that shows a certificate.
  public static SSLContext showing(Authority.Signed own) {
    try {
      var chain = certificates(own.chain()).toArray(Certificate[]::new);
      byte[] der =
          Base64.getMimeDecoder()
              .decode(Files.readString(own.key()).replaceAll("-----[A-Z ]+-----", ""));
      var key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("own", key, PASSWORD, chain);
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, PASSWORD);
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// For one that shows nothing and trusts what an authority has signed.
  public static SSLContext trusting(Authority authority) {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("it", certificates(authority.certificate()).getFirst());
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Sends a `GET` over TLS, and gives the body of the answer.
  ///
  /// @param server the name that the caller asks for, which is the request's host too
  /// @throws IOException when there is no connection or no answer
  public static String get(Host from, InetSocketAddress address, String server, SSLContext context)
      throws IOException {
    try (SSLSocket tls = connect(from, address, server, context)) {
      tls.getOutputStream().write(HttpText.bytes("GET / HTTP/1.1", Map.of("host", server), ""));
      return HttpText.read(tls.getInputStream(), true).body();
    }
  }

  /// Shakes hands, and gives the subject of the certificate that was shown.
  ///
  /// @throws IOException when there is no connection or no trust
  public static String subject(
      Host from, InetSocketAddress address, String server, SSLContext context) throws IOException {
    try (SSLSocket tls = connect(from, address, server, context)) {
      return tls.getSession().getPeerPrincipal().getName();
    }
  }

  private static SSLSocket connect(
      Host from, InetSocketAddress address, String server, SSLContext context) throws IOException {
    SocketChannel connection = from.connect(address);
    connection.socket().setSoTimeout(LIMIT_MILLIS);
    var factory = context.getSocketFactory();
    var tls = (SSLSocket) factory.createSocket(connection.socket(), server, 443, true);
    var parameters = tls.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(server)));
    tls.setSSLParameters(parameters);
    return tls;
  }

  private static List<? extends Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      return List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
    }
  }
}
