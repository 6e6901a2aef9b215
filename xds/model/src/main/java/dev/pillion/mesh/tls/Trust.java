package dev.pillion.mesh.tls;

import java.util.List;

/// Whose certificates an Envoy believes.
public sealed interface Trust {
  /// Authorities of AWS Private CA, one to three; an operator maps each ARN to a file.
  record Acm(List<String> authorityArns) implements Trust {
    /// Copies its list.
    public Acm {
      authorityArns = List.copyOf(authorityArns);
    }
  }

  /// The authorities in a file of PEM.
  record File(String chain) implements Trust {}

  /// By the secret discovery service on the socket that its bootstrap names.
  record Sds(String secretName) implements Trust {}
}
