package dev.pillion.xds.translate;

import dev.pillion.mesh.listener.Listener;
import dev.pillion.mesh.tls.Certificate;
import dev.pillion.mesh.tls.CertificateFiles;
import dev.pillion.mesh.tls.ClientPolicy;
import dev.pillion.mesh.tls.ListenerTls;
import dev.pillion.mesh.tls.Trust;
import dev.pillion.mesh.tls.Validation;
import java.util.List;
import java.util.Optional;

/// How a target is called over TLS, by App Mesh's rules.
///
/// @param certificate what the caller shows if it is asked
/// @param trust whom it believes; whoever answers where there is none
/// @param names of which the other side's certificate must carry one; none where any will do
/// @param serverName asked for by the caller: the name by which the target is found
record CallerTls(
    Optional<Certificate> certificate,
    Optional<Trust> trust,
    List<String> names,
    String serverName) {
  CallerTls {
    names = List.copyOf(names);
  }

  /// An enforced policy that covers the port makes TLS a must. One that is not enforced says how
  /// the other side is validated if it offers TLS. Without a policy for the port, TLS is used where
  /// it is offered: validated where the listener's certificate is of ACM and its authority is
  /// known, and with anybody's certificate otherwise.
  static Optional<CallerTls> of(
      Optional<ClientPolicy> policy, Listener listener, String foundBy, CertificateFiles files) {
    boolean offered = listener.tls().filter(ListenerTls::offered).isPresent();
    var covering = policy.flatMap(ClientPolicy::tls).filter(tls -> tls.covers(listener.port()));
    if (covering.isPresent()) {
      var tls = covering.get();
      return tls.enforce() || offered ? Optional.of(validated(tls, foundBy)) : Optional.empty();
    }
    return offered
        ? listener.tls().map(tls -> unasked(tls.certificate(), foundBy, files))
        : Optional.empty();
  }

  private static CallerTls validated(ClientPolicy.Tls tls, String foundBy) {
    Validation validation = tls.validation();
    List<String> names =
        validation.subjectAlternativeNames().isEmpty()
            ? List.of(foundBy)
            : validation.subjectAlternativeNames();
    return new CallerTls(tls.certificate(), Optional.of(validation.trust()), names, foundBy);
  }

  private static CallerTls unasked(
      Certificate certificate, String foundBy, CertificateFiles files) {
    Optional<Trust> trust =
        switch (certificate) {
          case Certificate.Acm(var arn) -> files.authorityOf(arn).map(Trust.File::new);
          case Certificate.File _, Certificate.Sds _ -> Optional.empty();
        };
    return new CallerTls(
        Optional.empty(), trust, trust.isPresent() ? List.of(foundBy) : List.of(), foundBy);
  }
}
