package dev.pillion.xds.auth;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// A certificate chain, the server's own first, and its key.
record Identification(List<X509Certificate> chain, PrivateKey key) {
  Identification {
    chain = List.copyOf(chain);
  }

  X509Certificate certificate() {
    return chain.getFirst();
  }
}
