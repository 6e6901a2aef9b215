package dev.pillion.templates.client;

import dev.pillion.mesh.model.MeshException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Trust in those who may sign a server's certificate.
final class Trust {
  private Trust() {}

  /// Those in the file, and nobody else.
  static SSLContext of(Path pem) {
    try (InputStream text = Files.newInputStream(pem)) {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(text)) {
        store.setCertificateEntry("authority-" + number, one);
        number++;
      }
      var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new MeshException(
          MeshException.Code.INVALID,
          pem.toString(),
          "it gives no certificates (" + e.getMessage() + ")",
          "give a file with certificates in PEM");
    }
  }
}
