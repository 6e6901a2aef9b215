package dev.pillion.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a server's API is, and who asks; by the same variables as AWS's clients.
final class ApiOptions {
  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      defaultValue = "${env:AWS_ENDPOINT_URL_APP_MESH:-http://127.0.0.1:9390}",
      description =
          "The address of the server's App Mesh API (AWS_ENDPOINT_URL_APP_MESH; default:"
              + " http://127.0.0.1:9390).")
  private String endpoint = "";

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      defaultValue = "${env:AWS_CA_BUNDLE}",
      description =
          "Certificates in PEM of those who may sign the server's, if Java does not trust them"
              + " anyway (AWS_CA_BUNDLE).")
  private @Nullable Path authority;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      defaultValue = "${env:AWS_PROFILE}",
      description =
          "The profile of ~/.aws with the access key (AWS_PROFILE). Without one, the key is that of"
              + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or of the default profile; without"
              + " any, requests are not signed, which is for servers in development.")
  private @Nullable String profile;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      defaultValue = "${env:AWS_REGION:-${env:AWS_DEFAULT_REGION}}",
      description =
          "The region to sign for, and what AWS::Region is (AWS_REGION, AWS_DEFAULT_REGION, the"
              + " profile's).")
  private @Nullable String region;

  String endpoint() {
    return endpoint;
  }

  Optional<Path> authority() {
    return Optional.ofNullable(authority).filter(file -> !file.toString().isBlank());
  }

  Optional<String> profile() {
    return given(profile);
  }

  Optional<String> region() {
    return given(region);
  }

  // A variable that is set to nothing counts as not set.
  private static Optional<String> given(@Nullable String text) {
    return Optional.ofNullable(text).filter(value -> !value.isBlank());
  }
}
