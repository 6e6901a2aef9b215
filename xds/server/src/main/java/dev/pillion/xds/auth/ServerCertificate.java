package dev.pillion.xds.auth;

import dev.pillion.mesh.model.MeshException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The certificate that listeners show, followed as its files change. Connections that are open
/// stay; new ones see the new certificate. Files that cannot be used leave the old one in place.
public final class ServerCertificate implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerCertificate.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final TlsFiles files;
  private final ChangingKeyManager keys;
  private final CountDownLatch closed = new CountDownLatch(1);

  /* Everything below belongs to whoever calls `look`: the thread that watches. */

  private List<String> taken;
  private List<String> seen;

  private ServerCertificate(TlsFiles files) {
    this.files = files;
    this.taken = stamps(files);
    this.seen = taken;
    Identification first = Pem.read(files);
    tellExpiry(first);
    this.keys = new ChangingKeyManager(first);
  }

  /// Reads the files and follows them until `close`.
  ///
  /// @throws MeshException when they cannot be used
  public static ServerCertificate follow(TlsFiles files) {
    var certificate = new ServerCertificate(files);
    Thread.ofVirtual().name("pillion-certificate").start(certificate::watch);
    return certificate;
  }

  /// Reads the files once; `look` is left to the caller.
  static ServerCertificate once(TlsFiles files) {
    return new ServerCertificate(files);
  }

  /// For listeners that take a key manager.
  public X509ExtendedKeyManager keyManager() {
    return keys;
  }

  /// For listeners that take a context.
  public SSLContext context() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {keys}, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void watch() {
    try {
      while (!closed.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Takes the files if they changed and are whole. They are read once they look the same at two
  /// looks, since whoever replaces both cannot do it at one moment.
  void look() {
    List<String> now = stamps(files);
    boolean settled = now.equals(seen);
    seen = now;
    if (!settled || now.equals(taken)) {
      return;
    }
    taken = now;
    try {
      Identification next = Pem.read(files);
      keys.change(next);
      LOG.info(
          "certificate={} state=reloaded serial={} until={}",
          files.certificate(),
          next.certificate().getSerialNumber().toString(16),
          next.certificate().getNotAfter().toInstant());
      tellExpiry(next);
    } catch (MeshException e) {
      LOG.warn(
          "certificate={} state=old-one-kept reason=\"{}\"", files.certificate(), e.getMessage());
    }
  }

  private void tellExpiry(Identification identification) {
    Instant end = identification.certificate().getNotAfter().toInstant();
    if (end.isBefore(Instant.now())) {
      LOG.warn(
          "certificate={} state=expired since={}; put a new one in its place",
          files.certificate(),
          end);
    }
  }

  /// What tells that a file was replaced or written.
  private static List<String> stamps(TlsFiles files) {
    return List.of(stamp(files.certificate()), stamp(files.key()));
  }

  private static String stamp(Path file) {
    try {
      var attributes = Files.readAttributes(file, "lastModifiedTime,size,fileKey");
      return String.valueOf(attributes.get("lastModifiedTime"))
          + attributes.get("size")
          + attributes.get("fileKey");
    } catch (IOException e) {
      return e.toString();
    }
  }

  /// Stops following the files.
  @Override
  public void close() {
    closed.countDown();
  }
}
