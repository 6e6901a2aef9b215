package dev.pillion.xds.ads;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// Who calls: what an agent says of the stream, and what the caller itself shows.
///
/// @param token as `authorization: Bearer …`
/// @param certificate the client's, which the transport has verified
record Caller(Claim claim, Optional<String> token, Optional<X509Certificate> certificate) {
  static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final String BEARER = "Bearer ";

  private static final Context.Key<Caller> CURRENT =
      Context.keyWithDefault(
          "pillion-caller", new Caller(Claim.NONE, Optional.empty(), Optional.empty()));

  /// The caller of the call that is being started.
  static Caller current() {
    return CURRENT.get();
  }

  /// Whether an agent forwards the stream.
  boolean relayed() {
    return !claim.node().isEmpty();
  }

  static Caller of(ServerCall<?, ?> call, Metadata headers) {
    @Nullable SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    Optional<String> token =
        Optional.ofNullable(headers.get(AUTHORIZATION))
            .filter(text -> text.regionMatches(true, 0, BEARER, 0, BEARER.length()))
            .map(text -> text.substring(BEARER.length()).strip());
    return new Caller(
        Claim.of(headers), token, Optional.ofNullable(session).flatMap(Caller::certificate));
  }

  private static Optional<X509Certificate> certificate(SSLSession session) {
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate certificate
          ? Optional.of(certificate)
          : Optional.empty();
    } catch (SSLPeerUnverifiedException _) {
      return Optional.empty();
    }
  }

  /// Puts the caller in each call's context.
  static final class Reader implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      return Contexts.interceptCall(
          Context.current().withValue(CURRENT, of(call, headers)), call, headers, next);
    }
  }
}
