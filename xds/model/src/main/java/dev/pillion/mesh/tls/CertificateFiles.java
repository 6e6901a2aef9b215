package dev.pillion.mesh.tls;

import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// The files, in the Envoys' own file systems, that stand for what a mesh names by ARN. An Envoy of
/// one's own cannot export certificates of AWS Certificate Manager, so an operator puts them there.
///
/// @param byArn certificates and certificate authorities alike
public record CertificateFiles(Map<String, Files> byArn) {
  /// No ARN is mapped.
  public static final CertificateFiles NONE = new CertificateFiles(Map.of());

  private static final String REMEDY = "map it to files in PILLION_CERTIFICATES";

  /// Copies its map.
  public CertificateFiles {
    byArn = Map.copyOf(byArn);
  }

  /// The files of one ARN.
  ///
  /// @param chain a certificate with its intermediates, or the authorities themselves
  /// @param privateKey the certificate's key; empty for an authority
  /// @param authority who signed the certificate, for callers that have no client policy
  public record Files(String chain, Optional<String> privateKey, Optional<String> authority) {}

  /// What a certificate or a trust is in files, or why it is not.
  public sealed interface Mapped<T> {
    /// In files, or left to the secret discovery service.
    record There<T>(T value) implements Mapped<T> {}

    /// Not mapped, with the remedy.
    record Not<T>(String problem) implements Mapped<T> {}
  }

  /// A certificate that is no longer ACM's.
  public Mapped<Certificate> certificate(Certificate certificate) {
    if (!(certificate instanceof Certificate.Acm(var arn))) {
      return new Mapped.There<>(certificate);
    }
    var files = byArn.get(arn);
    if (files == null) {
      return unmapped("certificate " + arn);
    }
    return files
        .privateKey()
        .<Mapped<Certificate>>map(
            key -> new Mapped.There<>(new Certificate.File(files.chain(), key)))
        .orElseGet(() ->
            new Mapped.Not<>(
                "certificate %s is mapped without its privateKey; add it in PILLION_CERTIFICATES"
                    .formatted(arn)));
  }

  /// A trust that is no longer ACM's. Envoy takes one file, so several authorities must share one.
  public Mapped<Trust> trust(Trust trust) {
    if (!(trust instanceof Trust.Acm(var arns))) {
      return new Mapped.There<>(trust);
    }
    var bundles = new TreeSet<String>();
    for (String arn : arns) {
      var files = byArn.get(arn);
      if (files == null) {
        return unmapped("certificate authority " + arn);
      }
      bundles.add(files.chain());
    }
    return bundles.size() == 1
        ? new Mapped.There<>(new Trust.File(bundles.first()))
        : new Mapped.Not<>(
            "certificate authorities %s are in different files; put them into one bundle and map all of them to it in PILLION_CERTIFICATES"
                .formatted(String.join(", ", arns)));
  }

  /// The file of whoever signed an ACM certificate, if it is mapped.
  public Optional<String> authorityOf(String arn) {
    return Optional.ofNullable(byArn.get(arn)).flatMap(Files::authority);
  }

  private static <T> Mapped<T> unmapped(String what) {
    return new Mapped.Not<>(what + " is not mapped; " + REMEDY);
  }
}
