package dev.pillion.xds.store.dynamodb;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Which table.
///
/// @param region the AWS SDK's own settings' where empty
/// @param endpoint the AWS SDK's own settings', or else the region's, where empty
public record DynamoTable(String name, Optional<String> region, Optional<URI> endpoint) {
  // The SDK makes each call up to three times.
  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final Duration ANSWER = Duration.ofSeconds(2);

  /// The table of that name, where the AWS SDK's own settings lead.
  public static DynamoTable named(String name) {
    return new DynamoTable(name, Optional.empty(), Optional.empty());
  }

  /// A client for it.
  DynamoDbClient client() {
    try {
      var builder =
          DynamoDbClient.builder()
              .overrideConfiguration(setup -> setup.retryStrategy(RetryMode.STANDARD))
              .httpClientBuilder(
                  UrlConnectionHttpClient.builder()
                      .connectionTimeout(CONNECT)
                      .socketTimeout(ANSWER));
      region.map(Region::of).ifPresent(builder::region);
      endpoint.ifPresent(builder::endpointOverride);
      return builder.build();
    } catch (SdkException e) {
      throw Failures.unreadable(name, e);
    }
  }
}
