package dev.pillion.envoy.settings;

import java.util.Optional;

/// Where the configuration comes from.
public sealed interface XdsServer {
  /// A Unix socket, dialled plain.
  record Socket(String path) implements XdsServer {}

  /// A host, dialled plain because the user says so.
  record Plain(String host, int port) implements XdsServer {}

  /// A host, dialled by TLS.
  ///
  /// @param name what the server's certificate must be for
  /// @param authority what that must lead to; empty for the image's own
  /// @param certificate what is shown to the server
  /// @param token what is sent with each stream
  record Tls(
      String host,
      int port,
      String name,
      Optional<Pem> authority,
      Optional<ClientCertificate> certificate,
      Optional<Token> token)
      implements XdsServer {}

  /// A certificate and its key.
  record ClientCertificate(Pem certificate, Pem key) {}

  /// Something in PEM.
  sealed interface Pem {
    /// A file that has it.
    record File(String path) implements Pem {}

    /// It itself.
    record Text(String text) implements Pem {
      /// Not for logs.
      @Override
      public String toString() {
        return "Text[…]";
      }
    }
  }

  /// A secret that is sent.
  sealed interface Token {
    /// A file that has it.
    record File(String path) implements Token {}

    /// It itself.
    record Text(String text) implements Token {
      /// Not for logs.
      @Override
      public String toString() {
        return "Text[…]";
      }
    }
  }
}
