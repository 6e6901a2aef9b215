package dev.pillion.rig;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.appmesh.AppMeshClient;
import software.amazon.awssdk.services.appmesh.model.CreateMeshRequest;
import software.amazon.awssdk.services.appmesh.model.CreateRouteRequest;
import software.amazon.awssdk.services.appmesh.model.CreateVirtualNodeRequest;
import software.amazon.awssdk.services.appmesh.model.CreateVirtualRouterRequest;
import software.amazon.awssdk.services.appmesh.model.CreateVirtualServiceRequest;
import software.amazon.awssdk.services.appmesh.model.UpdateRouteRequest;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/// The App Mesh API through the AWS SDK, fed from docs/examples/mesh.
public final class Mesh implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final AppMeshClient client;

  Mesh(URI api) {
    this.client =
        AppMeshClient.builder()
            .endpointOverride(api)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
  }

  /// The SDK's own client, for all else.
  public AppMeshClient client() {
    return client;
  }

  /// The whole mesh of the demo: `front` calls `colorteller.demo.local`, which is 90 % white and 10
  /// % blue. White is found by DNS, blue by Cloud Map; all else is dropped.
  public void createDemo() {
    client.createMesh(filled("mesh", CreateMeshRequest.builder()));
    createNode("front");
    createNode("colorteller-white");
    createNode("colorteller-blue");
    client.createVirtualRouter(filled("colorteller-router", CreateVirtualRouterRequest.builder()));
    client.createRoute(filled("colors-90-10", CreateRouteRequest.builder()));
    client.createVirtualService(
        filled("colorteller-service", CreateVirtualServiceRequest.builder()));
  }

  /// Creates the virtual node of an example.
  public void createNode(String example) {
    client.createVirtualNode(filled(example, CreateVirtualNodeRequest.builder()));
  }

  /// Updates the route of an example, such as `colors-10-90`.
  public void updateRoute(String example) {
    client.updateRoute(filled(example, UpdateRouteRequest.builder()));
  }

  private static <T> T filled(String example, SdkBuilder<?, T> builder) {
    try {
      Map<String, Object> members =
          JSON.readValue(
              Checkout.meshExample(example).toFile(), new TypeReference<Map<String, Object>>() {});
      SdkFields.fill((SdkPojo) builder, members);
      return builder.build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
