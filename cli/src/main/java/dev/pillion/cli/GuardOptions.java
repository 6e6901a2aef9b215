package dev.pillion.cli;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Whose meshes a server has, and how its addresses are guarded.
final class GuardOptions {
  @Option(
      names = "--region",
      paramLabel = "REGION",
      defaultValue = "${env:PILLION_REGION}",
      description =
          "The AWS region that ARNs name and that clients sign for (PILLION_REGION); us-east-1 in"
              + " development.")
  private @Nullable String region;

  @Option(
      names = "--account",
      paramLabel = "ACCOUNT",
      defaultValue = "${env:PILLION_ACCOUNT}",
      description =
          "The AWS account id that owns the meshes (PILLION_ACCOUNT); 000000000000 in development.")
  private @Nullable String account;

  @Option(
      names = "--auth-region",
      paramLabel = "REGION",
      defaultValue = "${env:PILLION_AUTH_REGION}",
      description =
          "The region that clients must sign for, if it is another than --region"
              + " (PILLION_AUTH_REGION).")
  private @Nullable String authRegion;

  @Option(
      names = "--auth-service",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "${env:PILLION_AUTH_SERVICES:-appmesh,appmesh-preview}",
      description =
          "The service names that clients may sign for (PILLION_AUTH_SERVICES; default: appmesh and"
              + " appmesh-preview).")
  private List<String> authServices = List.of();

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      defaultValue = "${env:PILLION_TLS_CERT}",
      description =
          "The server's certificate in PEM, with those that lead to its root (PILLION_TLS_CERT). It"
              + " is followed as it changes.")
  private @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      defaultValue = "${env:PILLION_TLS_KEY}",
      description = "The certificate's key: PKCS #8 in PEM, not encrypted (PILLION_TLS_KEY).")
  private @Nullable Path certificateKey;

  @Option(
      names = "--xds-client-ca",
      paramLabel = "FILE",
      defaultValue = "${env:PILLION_XDS_CLIENT_CA}",
      description =
          "Certificates in PEM of those who sign the xds address's clients: it then speaks TLS, and"
              + " with those clients only (PILLION_XDS_CLIENT_CA).")
  private @Nullable Path clientAuthority;

  @Option(
      names = "--allow-plain",
      paramLabel = "ADDRESS",
      split = ",",
      defaultValue = "${env:PILLION_ALLOW_PLAIN}",
      description =
          "Lets api, xds or both (api,xds) be plain on an address that is not loopback"
              + " (PILLION_ALLOW_PLAIN).")
  private @Nullable List<String> allowPlain;

  Optional<String> region() {
    return given(region);
  }

  Optional<String> account() {
    return given(account);
  }

  Optional<String> authRegion() {
    return given(authRegion);
  }

  Set<String> authServices() {
    var services = new LinkedHashSet<>(authServices);
    services.removeIf(String::isBlank);
    return services;
  }

  boolean allowsPlain(String address) {
    return allowPlain != null && allowPlain.contains(address);
  }

  /// Those words of `--allow-plain` that name no address.
  List<String> unknownPlain() {
    return allowPlain == null
        ? List.of()
        : allowPlain.stream().filter(word -> !List.of("", "api", "xds").contains(word)).toList();
  }

  Optional<Path> certificate() {
    return file(certificate);
  }

  Optional<Path> certificateKey() {
    return file(certificateKey);
  }

  Optional<Path> clientAuthority() {
    return file(clientAuthority);
  }

  // A variable that is set to nothing counts as not set.
  private static Optional<String> given(@Nullable String text) {
    return Optional.ofNullable(text).filter(value -> !value.isBlank());
  }

  private static Optional<Path> file(@Nullable Path path) {
    return Optional.ofNullable(path).filter(value -> !value.toString().isBlank());
  }
}
