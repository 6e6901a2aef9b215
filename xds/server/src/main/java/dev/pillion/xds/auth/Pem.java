package dev.pillion.xds.auth;

import dev.pillion.mesh.model.MeshException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// Reads certificates and keys as files have them.
final class Pem {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");
  private static final Pattern OTHER_KEY = Pattern.compile("-----BEGIN ([A-Z]+) PRIVATE KEY-----");

  private Pem() {}

  /// The certificate and the key, which fit each other.
  static Identification read(TlsFiles files) {
    List<X509Certificate> chain = certificates(files.certificate());
    PublicKey certified = chain.getFirst().getPublicKey();
    PrivateKey key = key(files.key(), certified.getAlgorithm());
    if (!fits(key, certified)) {
      throw wrong(
          "TLS key " + files.key(),
          "it is not the key of the certificate in " + files.certificate(),
          "put both files there that belong together");
    }
    return new Identification(chain, key);
  }

  static List<X509Certificate> certificates(Path file) {
    try {
      var found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
      if (!found.isEmpty()) {
        return found.stream().map(X509Certificate.class::cast).toList();
      }
    } catch (IOException e) {
      throw unreadable("certificate " + file, e);
    } catch (GeneralSecurityException _) {
      // said below
    }
    throw wrong(
        "certificate " + file,
        "it holds no certificate in PEM",
        "give a file that begins with -----BEGIN CERTIFICATE-----");
  }

  private static PrivateKey key(Path file, String algorithm) {
    try {
      String text = Files.readString(file, StandardCharsets.US_ASCII);
      var other = OTHER_KEY.matcher(text);
      if (other.find()) {
        throw wrong(
            "TLS key " + file,
            "it is a key of the form '%s'".formatted(other.group(1)),
            "write it as plain PKCS #8: openssl pkcs8 -topk8 -nocrypt -in %s -out NEW"
                .formatted(file));
      }
      var found = KEY.matcher(text);
      if (found.find()) {
        byte[] bytes = Base64.getMimeDecoder().decode(found.group(1));
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
      }
    } catch (IOException e) {
      throw unreadable("TLS key " + file, e);
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      // said below
    }
    throw wrong(
        "TLS key " + file,
        "it holds no %s key in PEM, which its certificate needs".formatted(algorithm),
        "give the certificate's own key, in a file that begins with -----BEGIN PRIVATE KEY-----");
  }

  private static boolean fits(PrivateKey key, PublicKey certified) {
    String algorithm =
        switch (certified.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> certified.getAlgorithm();
        };
    try {
      byte[] probe = Box.random(Box.KEY_BYTES);
      var signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(probe);
      byte[] signature = signer.sign();
      signer.initVerify(certified);
      signer.update(probe);
      return signer.verify(signature);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private static MeshException unreadable(String subject, IOException e) {
    return wrong(
        subject,
        "it cannot be read (%s)".formatted(e),
        "see that it is there and readable for the user who runs the server");
  }

  private static MeshException wrong(String subject, String problem, String remedy) {
    return new MeshException(MeshException.Code.INVALID, subject, problem, remedy);
  }
}
