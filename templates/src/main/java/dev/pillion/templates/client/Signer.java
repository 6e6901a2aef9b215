package dev.pillion.templates.client;

import dev.pillion.mesh.model.MeshException;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/// Signs requests with an access key from where AWS's clients look for one: the environment, or a
/// profile of `~/.aws`. Keys of roles are none of Pillion's, so nobody else is asked.
final class Signer {
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private final AwsCredentials credentials;
  private final String region;

  private Signer(AwsCredentials credentials, String region) {
    this.credentials = credentials;
    this.region = region;
  }

  /// Empty where no credentials are found: a server in development asks for none.
  static Optional<Signer> of(Optional<String> profile, Optional<String> region) {
    AwsCredentialsProvider provider =
        profile.isPresent()
            ? ProfileCredentialsProvider.create(profile.get())
            : AwsCredentialsProviderChain.of(
                EnvironmentVariableCredentialsProvider.create(),
                ProfileCredentialsProvider.create());
    AwsCredentials credentials;
    try {
      credentials = provider.resolveCredentials();
    } catch (SdkException e) {
      if (profile.isPresent()) {
        throw new MeshException(
            MeshException.Code.INVALID,
            "profile '" + profile.get() + "'",
            "it gives no access key (" + e.getMessage() + ")",
            "make it with 'aws configure --profile " + profile.get() + "'");
      }
      return Optional.empty();
    }
    String signed =
        region.orElseThrow(() ->
            new MeshException(
                MeshException.Code.INVALID,
                "region",
                "there is an access key, and no region to sign for",
                "give --region, or set AWS_REGION"));
    return Optional.of(new Signer(credentials, signed));
  }

  /// The headers that the request is to carry, less `Host`, which the client sets.
  Map<String, List<String>> headers(String method, URI uri, byte[] body) {
    var unsigned =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(method))
            .uri(uri)
            .putHeader("Content-Type", "application/json")
            .build();
    var headers =
        new java.util.TreeMap<>(
            signer
                .sign(request ->
                    request
                        .identity(credentials)
                        .request(unsigned)
                        .payload(() -> new ByteArrayInputStream(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "appmesh")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region))
                .request()
                .headers());
    headers.remove("Host");
    return headers;
  }
}
