package dev.pillion.xds.ads;

import dev.pillion.mesh.model.ProxyGroup;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Asks callers for a credential, and what it is for. Where the server has tokens, each proxy shows
/// one or a certificate; a certificate that names proxies in its URIs is for those only.
public final class Doorkeeper {
  // RFC 5280, 4.2.1.6: the kind of a subject alternative name that is a URI.
  private static final int URI = 6;

  private final Optional<TokenFile> tokens;

  private Doorkeeper(Optional<TokenFile> tokens) {
    this.tokens = tokens;
  }

  /// Takes the tokens of a file, if there is one, and else asks for nothing that the transport does
  /// not ask for.
  public static Doorkeeper of(Optional<Path> tokens) {
    return new Doorkeeper(tokens.map(TokenFile::new));
  }

  /// Why the caller is not to be this group's proxy; nothing if it may.
  Optional<Entry.Refused> refuses(Caller caller, ProxyGroup group) {
    if (caller.certificate().isPresent() && caller.token().isEmpty()) {
      List<Scope> scopes = scopes(caller.certificate().get());
      return scopes.isEmpty() || scopes.stream().anyMatch(scope -> scope.covers(group))
          ? Optional.empty()
          : Optional.of(notFor(group, "its certificate is for " + scopes, "a certificate"));
    }
    if (tokens.isEmpty()) {
      return Optional.empty();
    }
    if (caller.relayed()) {
      return mayAll(caller) ? Optional.empty() : Optional.of(unknownAgent(caller, group));
    }
    if (caller.token().isEmpty()) {
      return Optional.of(
          unknown(
              group,
              "no token or certificate was shown",
              "set PILLION_XDS_TOKEN where its Envoy runs, or give it a client certificate"));
    }
    Optional<Scope> scope = tokens.get().scope(caller.token().get());
    if (scope.isEmpty()) {
      return Optional.of(
          unknown(
              group,
              "the token is not one of this server's",
              "put its SHA-256 into the file of PILLION_XDS_TOKENS, or give the proxy another"));
    }
    return scope.filter(s -> s.covers(group)).isPresent()
        ? Optional.empty()
        : Optional.of(notFor(group, "its token is for " + scope.get(), "a token"));
  }

  /// For services that are not for proxies: where proxies show tokens, whoever calls has a
  /// certificate or a token for everything.
  public ServerInterceptor guard() {
    return new Guard();
  }

  // Anybody could say of themselves that they forward.
  private static Entry.Refused unknownAgent(Caller caller, ProxyGroup group) {
    String problem =
        caller.token().isEmpty()
            ? "the agent that forwards it showed no token"
            : "the token of the agent that forwards it is not one for '*'";
    return unknown(
        group, problem, "set PILLION_XDS_TOKEN_FILE where the agent runs to one for '*'");
  }

  private boolean mayAll(Caller caller) {
    return caller
        .token()
        .flatMap(token -> tokens.flatMap(file -> file.scope(token)))
        .filter(Scope::isAll)
        .isPresent();
  }

  private static Entry.Refused unknown(ProxyGroup group, String problem, String remedy) {
    return new Entry.Refused(
        Status.UNAUTHENTICATED, "%s: %s; %s".formatted(group, problem, remedy));
  }

  private static Entry.Refused notFor(ProxyGroup group, String problem, String what) {
    return new Entry.Refused(
        Status.PERMISSION_DENIED,
        "%s: %s; give the proxy %s for %s, or correct its node.id"
            .formatted(group, problem, what, group));
  }

  private static List<Scope> scopes(X509Certificate certificate) {
    var scopes = new ArrayList<Scope>();
    try {
      var names = certificate.getSubjectAlternativeNames();
      if (names != null) {
        for (List<?> name : names) {
          if (name.get(0).equals(URI)) {
            Scope.ofUri(String.valueOf(name.get(1))).ifPresent(scopes::add);
          }
        }
      }
    } catch (CertificateParsingException _) {
      // It names nobody.
    }
    return scopes;
  }

  private final class Guard implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      Caller caller = Caller.of(call, headers);
      if (tokens.isEmpty() || caller.certificate().isPresent() || mayAll(caller)) {
        return next.startCall(call, headers);
      }
      call.close(
          Status.UNAUTHENTICATED.withDescription(
              "a client certificate or a token for * is needed, as the server has proxies' tokens"),
          new Metadata());
      return new ServerCall.Listener<>() {};
    }
  }
}
