package dev.pillion.mesh.listener;

/// A listener's protocol, by App Mesh's names.
public enum Protocol {
  /// HTTP/1.1.
  HTTP("http"),
  /// HTTP/2 without TLS negotiation.
  HTTP2("http2"),
  /// gRPC.
  GRPC("grpc"),
  /// Bytes.
  TCP("tcp");

  private final String word;

  Protocol(String word) {
    this.word = word;
  }

  /// App Mesh's word for it, which Envoy's cluster and route names carry too.
  public String word() {
    return word;
  }
}
