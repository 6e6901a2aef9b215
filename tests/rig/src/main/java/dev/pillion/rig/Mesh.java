package dev.pillion.rig;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
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
    this(api, AwsBasicCredentials.create("any", "any"), UrlConnectionHttpClient.builder());
  }

  /// @param authority who signed the API's certificate, in PEM
  Mesh(URI api, String accessKey, String secret, Path authority) {
    this(
        api,
        AwsBasicCredentials.create(accessKey, secret),
        UrlConnectionHttpClient.builder().tlsTrustManagersProvider(() -> trusting(authority)));
  }

  private Mesh(
      URI api, AwsBasicCredentials credentials, UrlConnectionHttpClient.Builder transport) {
    this.client =
        AppMeshClient.builder()
            .endpointOverride(api)
            .region(Region.US_EAST_1)
            .credentialsProvider(StaticCredentialsProvider.create(credentials))
            .httpClientBuilder(transport)
            .build();
  }

  private static TrustManager[] trusting(Path authority) {
    try (var file = Files.newInputStream(authority)) {
      var certificate = CertificateFactory.getInstance("X.509").generateCertificate(file);
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("authority", certificate);
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new RigException(authority + " is no certificate", e);
    }
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
