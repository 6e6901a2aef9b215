package dev.pillion.localecs;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;

/// The two AWS APIs that an ECS cluster has beside it, at a stand-in's address.
///
/// @param definitions ECS
/// @param cloudMap Cloud Map
record Aws(TaskDefinitions definitions, CloudMap cloudMap) implements AutoCloseable {
  // A stand-in takes any credentials; real ones must never reach it.
  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));

  static Aws at(URI endpoint, Settings settings) {
    var region = Region.of(settings.region());
    var ecs =
        EcsClient.builder()
            .endpointOverride(endpoint)
            .region(region)
            .credentialsProvider(CREDENTIALS)
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    var discovery =
        ServiceDiscoveryClient.builder()
            .endpointOverride(endpoint)
            .region(region)
            .credentialsProvider(CREDENTIALS)
            // The SDK would put "data-" before the host, and 127.0.0.1 has no such neighbour.
            .overrideConfiguration(c ->
                c.putAdvancedOption(SdkAdvancedClientOption.DISABLE_HOST_PREFIX_INJECTION, true))
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    return new Aws(new TaskDefinitions(ecs), new CloudMap(discovery, settings));
  }

  @Override
  public void close() {
    definitions.close();
    cloudMap.close();
  }
}
