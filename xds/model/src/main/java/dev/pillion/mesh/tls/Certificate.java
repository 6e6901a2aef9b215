package dev.pillion.mesh.tls;

/// Where an Envoy finds a certificate of its own, with the key.
public sealed interface Certificate {
  /// In AWS Certificate Manager, by App Mesh; an operator maps the ARN to files.
  record Acm(String arn) implements Certificate {}

  /// In its own file system, as PEM.
  record File(String chain, String privateKey) implements Certificate {}

  /// By the secret discovery service on the socket that its bootstrap names.
  record Sds(String secretName) implements Certificate {}
}
