package dev.pillion.xds.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate for this machine that nobody else signed, as files in PEM.
public record TestCertificate(TlsFiles files, X509Certificate certificate) {
  private static final String PASSWORD = "changeit";

  /// Makes one for two days.
  ///
  /// @param algorithm `RSA` or `EC`
  public static TestCertificate make(Path folder, String name, String algorithm)
      throws IOException, GeneralSecurityException {
    return make(folder, name, algorithm, "dns:localhost,ip:127.0.0.1");
  }

  /// Makes one whose subject has other names.
  ///
  /// @param names as keytool has them, such as `uri:spiffe://example.com/mesh/shop`
  public static TestCertificate make(Path folder, String name, String algorithm, String names)
      throws IOException, GeneralSecurityException {
    Path store = folder.resolve(name + ".p12");
    generate(store, algorithm, names);
    var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    var certificate = (X509Certificate) keys.getCertificate("it");
    Key key = keys.getKey("it", PASSWORD.toCharArray());
    var files = new TlsFiles(folder.resolve(name + ".crt"), folder.resolve(name + ".key"));
    Files.writeString(files.certificate(), pem("CERTIFICATE", certificate.getEncoded()));
    Files.writeString(files.key(), pem("PRIVATE KEY", key.getEncoded()));
    return new TestCertificate(files, certificate);
  }

  private static void generate(Path store, String algorithm, String names) throws IOException {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "it",
            "-keyalg",
            algorithm,
            "-dname",
            "CN=localhost",
            "-ext",
            "san=" + names,
            "-validity",
            "2",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            PASSWORD);
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(said);
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static String pem(String what, byte[] bytes) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            what,
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(bytes),
            what);
  }

  /// Puts copies of its files in the place of others, the certificate first.
  void putAt(TlsFiles others) throws IOException {
    Files.copy(files.certificate(), others.certificate(), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(files.key(), others.key(), StandardCopyOption.REPLACE_EXISTING);
  }

  /// For a client that trusts these certificates and no other.
  static SSLContext trusting(Certificate... certificates)
      throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (int i = 0; i < certificates.length; i++) {
      store.setCertificateEntry("c" + i, certificates[i]);
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
