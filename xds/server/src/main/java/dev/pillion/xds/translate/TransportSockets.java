package dev.pillion.xds.translate;

import static dev.pillion.xds.translate.Messages.any;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import dev.pillion.mesh.listener.Protocol;
import dev.pillion.mesh.tls.Certificate;
import dev.pillion.mesh.tls.Trust;
import dev.pillion.mesh.tls.Validation;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CombinedCertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher.SanType;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.List;
import java.util.Optional;

/// TLS at either end of a connection between two Envoys. Certificates and trust come by the group's
/// [Secrets].
record TransportSockets(Secrets secrets) {
  /// The end that is called; where there is a validation, callers must show a certificate.
  TransportSocket downstream(
      Protocol protocol, Certificate certificate, Optional<Trusting> validation) {
    var common =
        common(downstreamProtocols(protocol))
            .addTlsCertificateSdsSecretConfigs(secrets.of(certificate));
    validation.ifPresent(given -> validate(common, given));
    var context =
        DownstreamTlsContext.newBuilder()
            .setCommonTlsContext(common)
            .setRequireClientCertificate(BoolValue.of(validation.isPresent()));
    return tls(any(context.build()));
  }

  /// The end that calls.
  TransportSocket upstream(Protocol protocol, CallerTls caller) {
    var common = common(upstreamProtocols(protocol));
    caller.certificate().map(secrets::of).ifPresent(common::addTlsCertificateSdsSecretConfigs);
    caller.trust().ifPresent(trust -> validate(common, new Trusting(trust, caller.names())));
    var context = UpstreamTlsContext.newBuilder().setCommonTlsContext(common);
    if (caller.serverName().length() < 256) {
      context.setSni(caller.serverName());
    }
    return tls(any(context.build()));
  }

  /// Whom to believe, none of it of ACM, and the names of which one must be there.
  record Trusting(Trust trust, List<String> names) {
    Trusting {
      names = List.copyOf(names);
    }

    static Trusting of(Validation validation) {
      return new Trusting(validation.trust(), validation.subjectAlternativeNames());
    }
  }

  private void validate(CommonTlsContext.Builder common, Trusting trusting) {
    var context = CertificateValidationContext.newBuilder();
    trusting.names().forEach(name -> context.addMatchTypedSubjectAltNames(san(name)));
    common.setCombinedValidationContext(
        CombinedCertificateValidationContext.newBuilder()
            .setDefaultValidationContext(context)
            .setValidationContextSdsSecretConfig(secrets.of(trusting.trust())));
  }

  // A URI has a scheme; a name that starts with a wildcard stands for all that end like it.
  private static SubjectAltNameMatcher san(String name) {
    var matcher = StringMatcher.newBuilder();
    if (name.startsWith("*.")) {
      matcher.setSuffix(name.substring(1));
    } else {
      matcher.setExact(name);
    }
    return SubjectAltNameMatcher.newBuilder()
        .setSanType(name.contains(":") ? SanType.URI : SanType.DNS)
        .setMatcher(matcher)
        .build();
  }

  private static CommonTlsContext.Builder common(List<String> protocols) {
    return CommonTlsContext.newBuilder().addAllAlpnProtocols(protocols);
  }

  private static List<String> downstreamProtocols(Protocol protocol) {
    return switch (protocol) {
      case HTTP, HTTP2, GRPC -> List.of("h2", "http/1.1");
      case TCP -> List.of();
    };
  }

  // A cluster speaks one protocol, so it must not agree to another.
  private static List<String> upstreamProtocols(Protocol protocol) {
    return switch (protocol) {
      case HTTP -> List.of("http/1.1");
      case HTTP2, GRPC -> List.of("h2");
      case TCP -> List.of();
    };
  }

  private static TransportSocket tls(Any context) {
    return TransportSocket.newBuilder()
        .setName("envoy.transport_sockets.tls")
        .setTypedConfig(context)
        .build();
  }
}
