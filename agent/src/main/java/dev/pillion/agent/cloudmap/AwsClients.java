package dev.pillion.agent.cloudmap;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;

/// The clients of one region. No call takes longer than 8 s, with one repetition in it.
record AwsClients(ServiceDiscoveryClient cloudMap, EcsClient ecs, Region region)
    implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration READ = Duration.ofSeconds(3);
  private static final Duration CALL = Duration.ofSeconds(8);
  private static final int ATTEMPTS = 2;

  /// Clients for a region.
  ///
  /// @param endpoint in place of AWS's; empty for AWS's or what the SDK's own settings name
  static AwsClients of(Region region, AwsCredentialsProvider credentials, Optional<URI> endpoint) {
    var shared = new Shared(region, credentials, endpoint);
    var ecs = shared.set(EcsClient.builder(), false).build();
    var cloudMap = shared.set(ServiceDiscoveryClient.builder(), false).build();
    if (cloudMap.serviceClientConfiguration().endpointOverride().isPresent()) {
      // The SDK would call data-<host>, which only AWS itself has.
      cloudMap.close();
      cloudMap = shared.set(ServiceDiscoveryClient.builder(), true).build();
    }
    return new AwsClients(cloudMap, ecs, region);
  }

  /// Clients with the credentials that the SDK finds: environment, profile, instance metadata.
  static AwsClients found(Region region) {
    var credentials = DefaultCredentialsProvider.builder().build();
    // Asks now, so that missing ones are said once and not at each call.
    credentials.resolveCredentials();
    return of(region, credentials, Optional.empty());
  }

  private record Shared(Region region, AwsCredentialsProvider credentials, Optional<URI> endpoint) {
    <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B set(
        B builder, boolean plainHost) {
      builder
          .region(region)
          .credentialsProvider(credentials)
          .httpClientBuilder(
              UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(READ))
          .overrideConfiguration(
              ClientOverrideConfiguration.builder()
                  .apiCallTimeout(CALL)
                  .retryStrategy(
                      AwsRetryStrategy.standardRetryStrategy().toBuilder()
                          .maxAttempts(ATTEMPTS)
                          .build())
                  .putAdvancedOption(
                      SdkAdvancedClientOption.DISABLE_HOST_PREFIX_INJECTION, plainHost)
                  .build());
      endpoint.ifPresent(builder::endpointOverride);
      return builder;
    }
  }

  String cloudMapEndpoint() {
    return endpoint(cloudMap.serviceClientConfiguration().endpointOverride(), "servicediscovery");
  }

  String ecsEndpoint() {
    return endpoint(ecs.serviceClientConfiguration().endpointOverride(), "ecs");
  }

  private String endpoint(Optional<URI> override, String service) {
    return override
        .map(URI::toString)
        .orElseGet(() -> "https://%s.%s.amazonaws.com".formatted(service, region.id()));
  }

  @Override
  public void close() {
    cloudMap.close();
    ecs.close();
  }
}
