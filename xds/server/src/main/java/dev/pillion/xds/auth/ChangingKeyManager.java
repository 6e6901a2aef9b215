package dev.pillion.xds.auth;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Shows each new connection the newest certificate. One that is being set up goes on with the one
/// that it began with, since each has an alias of its own.
final class ChangingKeyManager extends X509ExtendedKeyManager {
  private record Numbered(int number, Identification identification) {
    String alias() {
      return "server-" + number;
    }
  }

  /// The newest, and the one before it.
  private volatile List<Numbered> known;

  ChangingKeyManager(Identification first) {
    this.known = List.of(new Numbered(0, first));
  }

  void change(Identification next) {
    Numbered newest = known.getFirst();
    known = List.of(new Numbered(newest.number() + 1, next), newest);
  }

  private @Nullable String alias(@Nullable String keyType) {
    Numbered newest = known.getFirst();
    String algorithm = newest.identification().key().getAlgorithm();
    return algorithm.equals(keyType) ? newest.alias() : null;
  }

  private @Nullable Identification of(@Nullable String alias) {
    for (Numbered one : known) {
      if (one.alias().equals(alias)) {
        return one.identification();
      }
    }
    return null;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      @Nullable String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return alias(keyType);
  }

  @Override
  public @Nullable String chooseServerAlias(
      @Nullable String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return alias(keyType);
  }

  @Override
  public String @Nullable [] getServerAliases(
      @Nullable String keyType, Principal @Nullable [] issuers) {
    String alias = alias(keyType);
    return alias == null ? null : new String[] {alias};
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
    Identification identification = of(alias);
    return identification == null ? null : identification.chain().toArray(X509Certificate[]::new);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
    Identification identification = of(alias);
    return identification == null ? null : identification.key();
  }

  @Override
  public String @Nullable [] getClientAliases(
      @Nullable String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String @Nullable [] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
