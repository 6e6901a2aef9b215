package dev.pillion.xds.auth;

import dev.pillion.mesh.model.MeshException;
import dev.pillion.xds.auth.Admission.Admitted;
import dev.pillion.xds.auth.Admission.Refused;
import dev.pillion.xds.store.Author;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/// Lets in what is signed with one of the server's own access keys.
public final class Authentication implements Gate {
  /// How far a client's clock may be from the server's; AWS's own bound.
  static final Duration SKEW = Duration.ofMinutes(5);

  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";

  private final AccessKeys keys;
  private final SigningScope scope;
  private final InstantSource clock;

  /// A check against those keys.
  ///
  /// @param scope what signatures must be made for
  public Authentication(AccessKeys keys, SigningScope scope, InstantSource clock) {
    this.keys = keys;
    this.scope = scope;
    this.clock = clock;
  }

  @Override
  public Admission admit(ReceivedRequest request) {
    return switch (ClaimReader.read(request)) {
      case ClaimReader.Reading.None(var refused) -> refused;
      case ClaimReader.Reading.Found(var claim) -> {
        Optional<Refused> refused =
            token(request)
                .or(() -> scope(claim))
                .or(() -> time(claim, clock.instant()))
                .or(() -> headers(request, claim))
                .or(() -> payload(request));
        yield refused.isPresent() ? refused.get() : known(request, claim);
      }
    };
  }

  private Admission known(ReceivedRequest request, Claim claim) {
    String keyId = claim.scope().keyId();
    try {
      Optional<AccessKeys.Opened> key = keys.open(keyId);
      if (key.isEmpty()) {
        return Refusals.unknownKey(keyId);
      }
      var author = new Author(keyId, request.peer().address());
      return signature(request, claim, key.get().secret())
          .<Admission>map(refused -> refused)
          .orElseGet(() -> new Admitted(new Caller(author, key.get().role())));
    } catch (MeshException e) {
      return new Refused(503, "ServiceUnavailableException", String.valueOf(e.getMessage()));
    }
  }

  private static Optional<Refused> token(ReceivedRequest request) {
    boolean given =
        !request.header("x-amz-security-token").isEmpty()
            || request.line().query().contains("X-Amz-Security-Token=");
    return given ? Optional.of(Refusals.sessionToken()) : Optional.empty();
  }

  private Optional<Refused> scope(Claim claim) {
    CredentialScope given = claim.scope();
    if (!given.terminator().equals(CredentialScope.TERMINATOR)) {
      return Optional.of(Refusals.terminator(given.terminator()));
    }
    if (!given.region().equals(scope.region())) {
      return Optional.of(Refusals.region(given.region(), scope.region()));
    }
    if (!scope.services().contains(given.service())) {
      return Optional.of(Refusals.service(given.service(), scope.services()));
    }
    return claim.timestamp().startsWith(given.date()) && given.date().length() == 8
        ? Optional.empty()
        : Optional.of(Refusals.date(given.date(), claim.timestamp()));
  }

  private static Optional<Refused> time(Claim claim, Instant now) {
    if (claim.time().isAfter(now.plus(SKEW))) {
      return Optional.of(Refusals.early(claim, now, SKEW));
    }
    if (claim.expires().isPresent()) {
      Instant end = claim.time().plus(claim.expires().get());
      return now.isAfter(end) ? Optional.of(Refusals.expired(claim, end, now)) : Optional.empty();
    }
    return claim.time().isBefore(now.minus(SKEW))
        ? Optional.of(Refusals.late(claim, now, SKEW))
        : Optional.empty();
  }

  private static Optional<Refused> headers(ReceivedRequest request, Claim claim) {
    return claim.signedHeaders().stream()
        .filter(name -> request.header(name).isEmpty())
        .findFirst()
        .map(Refusals::unsent);
  }

  private static Optional<Refused> payload(ReceivedRequest request) {
    String sent = sentHash(request);
    if (sent.isEmpty()) {
      return Optional.empty();
    }
    if (sent.equals(UNSIGNED)) {
      return request.peer().encrypted()
          ? Optional.empty()
          : Optional.of(Refusals.onlyEncrypted(UNSIGNED));
    }
    if (sent.startsWith("STREAMING-")) {
      return Optional.of(Refusals.streaming(sent));
    }
    String hash = request.bodyHash();
    return sent.toLowerCase(Locale.ROOT).equals(hash)
        ? Optional.empty()
        : Optional.of(Refusals.bodyHash(sent, hash));
  }

  private static String sentHash(ReceivedRequest request) {
    return String.join(",", request.header("x-amz-content-sha256")).strip();
  }

  private static Optional<Refused> signature(ReceivedRequest request, Claim claim, String secret) {
    String sent = sentHash(request);
    String payloadHash = sent.isEmpty() ? request.bodyHash() : sent;
    String first = "";
    String firstToSign = "";
    for (String path : CanonicalAddress.paths(request.line().path())) {
      String canonical = SigV4.canonicalRequest(request, claim.signedHeaders(), path, payloadHash);
      String toSign = SigV4.stringToSign(claim.timestamp(), claim.scope(), canonical);
      if (same(SigV4.signature(secret, claim.scope(), toSign), claim.signature())) {
        return Optional.empty();
      }
      first = first.isEmpty() ? canonical : first;
      firstToSign = firstToSign.isEmpty() ? toSign : firstToSign;
    }
    return Optional.of(Refusals.mismatch(first, firstToSign));
  }

  /// In a time that tells nothing about where they differ.
  private static boolean same(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }
}
