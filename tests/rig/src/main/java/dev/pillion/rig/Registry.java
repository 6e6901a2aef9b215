package dev.pillion.rig;

import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.servicediscovery.model.NamespaceSummary;

/// Cloud Map, as moto has it.
public final class Registry implements AutoCloseable {
  private final ServiceDiscoveryClient client;

  Registry(URI endpoint) {
    this.client =
        ServiceDiscoveryClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
            // The SDK would put "data-" before the host, and 127.0.0.1 has no such neighbour.
            .overrideConfiguration(c ->
                c.putAdvancedOption(SdkAdvancedClientOption.DISABLE_HOST_PREFIX_INJECTION, true))
            .httpClient(UrlConnectionHttpClient.create())
            .build();
  }

  /// The SDK's own client, for all else.
  public ServiceDiscoveryClient client() {
    return client;
  }

  /// Makes a service, and its namespace when it is not there.
  public void createService(String namespace, String service) {
    if (namespaceId(namespace).isEmpty()) {
      client.createHttpNamespace(request -> request.name(namespace));
    }
    String id =
        namespaceId(namespace)
            .orElseThrow(() -> new RigException("moto made no namespace " + namespace));
    client.createService(request -> request.namespaceId(id).name(service));
  }

  private Optional<String> namespaceId(String name) {
    return client.listNamespacesPaginator(request -> {}).stream()
        .flatMap(page -> page.namespaces().stream())
        .filter(each -> each.name().equals(name))
        .map(NamespaceSummary::id)
        .findFirst();
  }

  @Override
  public void close() {
    client.close();
  }
}
