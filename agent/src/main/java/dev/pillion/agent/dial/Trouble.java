package dev.pillion.agent.dial;

import io.grpc.Status;
import java.net.ConnectException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Why a server does not answer, and what to do about it.
public record Trouble(String problem, String remedy) {
  private static final String START = "start the server, or correct --server";

  static Trouble of(Status failed, Dial dial) {
    return switch (failed.getCode()) {
      case UNAUTHENTICATED, PERMISSION_DENIED -> refused(failed, dial);
      default ->
          dial.authority().isPresent()
              ? causes(failed)
                  .flatMap(cause -> handshake(cause, dial).stream())
                  .findFirst()
                  .orElseGet(() -> new Trouble(words(failed), START))
              : plain(failed);
    };
  }

  private static Trouble refused(Status failed, Dial dial) {
    return new Trouble(
        words(failed),
        dial.token()
            .map(file ->
                "put the SHA-256 of the token in %s with '*' into the server's file of PILLION_XDS_TOKENS, or another token into it"
                    .formatted(file))
            .orElse(
                "set PILLION_XDS_TOKEN_FILE to a file with a token that the server's file of"
                    + " PILLION_XDS_TOKENS has for '*'"));
  }

  private static Trouble plain(Status failed) {
    boolean nobody = causes(failed).anyMatch(ConnectException.class::isInstance);
    return new Trouble(
        words(failed), nobody ? START : START + "; if it speaks TLS, set PILLION_XDS_CA");
  }

  private static Optional<Trouble> handshake(Throwable cause, Dial dial) {
    String text = String.valueOf(cause.getMessage());
    if (cause instanceof CertificateExpiredException || isExpiry(cause)) {
      return Optional.of(
          new Trouble("the server's certificate has expired", "give the server another one"));
    }
    if (cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException) {
      return Optional.of(
          new Trouble(
              "the server's certificate leads to no authority of PILLION_XDS_CA (%s)"
                  .formatted(dial.authority().orElse("")),
              "set PILLION_XDS_CA to a file with the certificate of the authority that signed the"
                  + " server's"));
    }
    if (cause instanceof CertificateException
        && (text.contains("subject alternative") || text.startsWith("No name matching"))) {
      return Optional.of(
          new Trouble(
              "the server's certificate is not for %s".formatted(dial.expectedName()),
              "dial the server by a name that its certificate has, or set PILLION_XDS_SERVER_NAME"
                  + " to one"));
    }
    // Netty's own type is not public everywhere it is shaded to.
    return cause.getClass().getSimpleName().equals("NotSslRecordException")
        ? Optional.of(
            new Trouble(
                "the server does not speak TLS",
                "leave PILLION_XDS_CA away, or give the server --tls-cert, --tls-key and"
                    + " PILLION_XDS_TOKENS"))
        : Optional.empty();
  }

  private static boolean isExpiry(Throwable cause) {
    return cause instanceof CertPathValidatorException path
        && path.getReason() == BasicReason.EXPIRED;
  }

  private static Stream<Throwable> causes(Status failed) {
    return Stream.iterate(failed.getCause(), Objects::nonNull, Throwable::getCause);
  }

  private static String words(Status failed) {
    String text = Objects.toString(failed.getDescription(), failed.getCode().toString());
    Throwable cause = failed.getCause();
    return cause == null ? text : text + ": " + cause.getMessage();
  }
}
