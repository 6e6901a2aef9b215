package dev.pillion.xds.translate;

import static dev.pillion.xds.translate.Messages.uint32;

import dev.pillion.mesh.listener.Listener;
import dev.pillion.mesh.tls.Certificate;
import dev.pillion.mesh.tls.CertificateFiles;
import dev.pillion.mesh.tls.CertificateFiles.Mapped;
import dev.pillion.mesh.tls.ListenerTls;
import dev.pillion.mesh.tls.Trust;
import dev.pillion.mesh.tls.Validation;
import dev.pillion.xds.translate.TransportSockets.Trusting;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The filter chains of one listener that callers reach: with TLS, in plain text, or both.
///
/// @param subject whose listeners these are, for messages: `virtual node front`
record IngressChains(String subject, CertificateFiles files, Assembly made) {
  private static final String TLS = "tls";
  private static final String PLAIN = "raw_buffer";
  // What no connection is of: the port stays open to Envoy's readiness, and each connection is
  // closed.
  private static final String NEITHER = "no_certificate";

  /// A listener whose certificate cannot be had takes no TLS; if it is strict, nothing at all.
  List<FilterChain> of(Listener listener, Filter filter) {
    var mode = listener.tls().map(ListenerTls::mode).orElse(ListenerTls.Mode.DISABLED);
    if (mode == ListenerTls.Mode.DISABLED) {
      return List.of(chain(listener, "", "", filter).build());
    }
    var chains = new ArrayList<FilterChain>();
    var socket = listener.tls().flatMap(tls -> socket(listener, tls));
    if (socket.isPresent()) {
      chains.add(chain(listener, "_tls", TLS, filter).setTransportSocket(socket.get()).build());
    } else if (mode == ListenerTls.Mode.STRICT) {
      chains.add(chain(listener, "_closed", NEITHER, filter).build());
    }
    if (mode == ListenerTls.Mode.PERMISSIVE) {
      chains.add(chain(listener, "_plain", PLAIN, filter).build());
    }
    return chains;
  }

  private Optional<TransportSocket> socket(Listener listener, ListenerTls tls) {
    Optional<Trusting> validation = Optional.empty();
    if (tls.validation().isPresent()) {
      validation = trusting(listener, tls.validation().get());
      if (validation.isEmpty()) {
        return Optional.empty();
      }
    }
    return switch (files.certificate(tls.certificate())) {
      case Mapped.There<Certificate>(var certificate) ->
          Optional.of(made.sockets().downstream(listener.protocol(), certificate, validation));
      case Mapped.Not<Certificate>(var problem) -> refused(listener, problem);
    };
  }

  private Optional<Trusting> trusting(Listener listener, Validation validation) {
    return switch (files.trust(validation.trust())) {
      case Mapped.There<Trust>(var trust) ->
          Optional.of(new Trusting(trust, validation.subjectAlternativeNames()));
      case Mapped.Not<Trust>(var problem) -> refused(listener, problem);
    };
  }

  private <T> Optional<T> refused(Listener listener, String problem) {
    made.problem(
        "%s, listener %d: TLS is not accepted: %s".formatted(subject, listener.port(), problem));
    return Optional.empty();
  }

  private static FilterChain.Builder chain(
      Listener listener, String suffix, String transport, Filter filter) {
    var match =
        FilterChainMatch.newBuilder()
            .setDestinationPort(uint32(listener.port()))
            .setTransportProtocol(transport);
    return FilterChain.newBuilder()
        .setName("ingress_" + listener.protocol().word() + "_" + listener.port() + suffix)
        .setFilterChainMatch(match)
        .addFilters(filter);
  }
}
