package dev.pillion.agent.cloudmap;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/// The APIs of one region.
record AwsClients(AwsApi cloudMap, AwsApi ecs, Region region, SdkHttpClient http)
    implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration READ = Duration.ofSeconds(3);
  private static final AwsApi.Service CLOUD_MAP =
      new AwsApi.Service("servicediscovery", "Route53AutoNaming_v20170314");
  private static final AwsApi.Service ECS =
      new AwsApi.Service("ecs", "AmazonEC2ContainerServiceV20141113");

  /// The APIs of a region.
  ///
  /// @param endpoint in place of AWS's; empty for AWS's or what the SDK's own settings name
  /// @param clock this host's
  static AwsClients of(
      Region region, AwsCredentialsProvider credentials, Optional<URI> endpoint, Clock clock) {
    var signer = new AwsSigner(region, credentials, clock);
    var http =
        UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(READ).build();
    // What names are discovered by is asked of a host of its own.
    URI cloudMap = endpoint.orElseGet(() -> AwsEndpoint.of("data-", "ServiceDiscovery", region));
    URI ecs = endpoint.orElseGet(() -> AwsEndpoint.of("", "Ecs", region));
    return new AwsClients(
        new AwsApi(CLOUD_MAP, cloudMap, signer, http),
        new AwsApi(ECS, ecs, signer, http),
        region,
        http);
  }

  /// The APIs with the credentials that the SDK finds: environment, profile, the task's role,
  /// instance metadata.
  static AwsClients found(Region region) {
    var credentials = DefaultCredentialsProvider.builder().build();
    // Asks now, so that missing ones are said once and not at each call.
    credentials.resolveCredentials();
    return of(region, credentials, Optional.empty(), Clock.systemUTC());
  }

  String cloudMapEndpoint() {
    return cloudMap.endpoint();
  }

  String ecsEndpoint() {
    return ecs.endpoint();
  }

  @Override
  public void close() {
    http.close();
  }
}
