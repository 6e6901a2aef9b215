package dev.pillion.xds.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.appmesh.AppMeshClient;
import software.amazon.awssdk.services.appmesh.model.AppMeshException;

/// Stock clients with an access key, straight and through a proxy.
final class SignedClientsTest {
  private static final List<String> NAMES =
      List.of("a/b", "a%2Fb", "a b", "*", "é", "a+b~c:d;e=f&g?h", "a//b", "@(x)'!$,[]");

  private SignedApi api;
  private NewKey admin;
  private NewKey reader;

  @BeforeEach
  void start(@TempDir Path directory) throws IOException {
    api = new SignedApi(directory, Clock.systemUTC());
    admin = api.keys.chest().create(new Role.Admin(), "");
    reader = api.keys.chest().create(new Role.Reader(), "");
    try (var client = java(api.direct(), admin, admin.secret())) {
      client.createMesh(mesh -> mesh.meshName("shop"));
    }
  }

  @AfterEach
  void stop() throws IOException {
    api.close();
  }

  @Test
  void theAwsSdkForJavaIsUnderstood() {
    for (URI endpoint : List.of(api.direct(), api.proxied())) {
      try (var client = java(endpoint, admin, admin.secret())) {
        for (String name : NAMES) {
          client.createVirtualService(
              service -> service.meshName("shop").virtualServiceName(name).spec(_ -> {}));
          client.createVirtualService(
              service -> service.meshName("shop").virtualServiceName(name + "2").spec(_ -> {}));
          var found =
              client.describeVirtualService(service ->
                  service.meshName("shop").virtualServiceName(name).meshOwner("000000000000"));
          assertEquals(name, found.virtualService().virtualServiceName());
          var pages = client.listVirtualServicesPaginator(list -> list.meshName("shop").limit(1));
          assertEquals(2, pages.virtualServices().stream().count());
          client.deleteVirtualService(gone -> gone.meshName("shop").virtualServiceName(name));
          client.deleteVirtualService(gone -> gone.meshName("shop").virtualServiceName(name + "2"));
        }
      }
    }
  }

  @Test
  void boto3IsUnderstood() throws Exception {
    Path script =
        Path.of(
            Objects.requireNonNull(
                    SignedClientsTest.class.getResource("/clients/sign_with_boto3.py"))
                .toURI());
    for (URI endpoint : List.of(api.direct(), api.proxied())) {
      var command =
          new ArrayList<>(List.of(Python.program("python").toString(), script.toString()));
      command.addAll(NAMES);
      assertEquals(
          "done", run(endpoint, admin, admin.secret(), command.toArray(String[]::new)).strip());
    }
  }

  @Test
  void theAwsCliIsUnderstood() throws Exception {
    String name = "a/b%2Fc *é~";
    for (URI endpoint : List.of(api.direct(), api.proxied())) {
      cli(endpoint, "create-virtual-service", "--virtual-service-name", name, "--spec", "{}");
      String found = cli(endpoint, "describe-virtual-service", "--virtual-service-name", name);
      assertTrue(found.contains("\"virtualServiceName\": \"a/b%2Fc *"), found);
      String gone = cli(endpoint, "delete-virtual-service", "--virtual-service-name", name);
      assertTrue(gone.contains("DELETED"), gone);
    }
  }

  @Test
  void theAwsCliIsUnderstoodOverTls(@TempDir Path directory) throws Exception {
    var certificate = TestCertificate.make(directory, "tls", "EC");
    var tls = Optional.of(ServerCertificate.once(certificate.files()).context());
    try (var encrypted = new SignedApi(directory.resolve("api"), Clock.systemUTC(), tls)) {
      NewKey key = encrypted.keys.chest().create(new Role.Reader(), "");
      var client =
          Python.client(
              encrypted.direct(),
              key.id(),
              key.secret(),
              Python.program("aws").toString(),
              "appmesh",
              "list-meshes",
              "--output",
              "json");
      client.environment().put("AWS_CA_BUNDLE", certificate.files().certificate().toString());
      String output = output(client);
      assertTrue(output.contains("\"meshes\": []"), output);
    }
  }

  @Test
  void eachClientKnowsTheErrors() throws Exception {
    String[] list = {
      Python.program("aws").toString(), "appmesh", "list-meshes", "--output", "json"
    };
    String wrong = run(api.direct(), admin, admin.secret() + "x", list);
    assertTrue(wrong.contains("(InvalidSignatureException) when calling the ListMeshes"), wrong);
    assertTrue(wrong.contains("Check your AWS Secret Access Key"), wrong);
    api.keys.chest().revoke(admin.id());
    String revoked = run(api.direct(), admin, admin.secret(), list);
    assertTrue(revoked.contains("(UnrecognizedClientException) when calling"), revoked);
    try (var client = java(api.direct(), reader, reader.secret())) {
      assertEquals(1, client.listMeshes(_ -> {}).meshes().size());
      var refused =
          assertThrows(
              AppMeshException.class, () -> client.createMesh(mesh -> mesh.meshName("till")));
      assertEquals(403, refused.statusCode());
      assertEquals("ForbiddenException", refused.awsErrorDetails().errorCode());
      assertTrue(
          refused
              .awsErrorDetails()
              .errorMessage()
              .startsWith(
                  "access key %s (reader) is not authorized to perform: appmesh:CreateMesh on mesh till"
                      .formatted(reader.id())),
          refused.getMessage());
    }
    try (var client = java(api.direct(), reader, "wrong")) {
      var refused = assertThrows(AppMeshException.class, () -> client.listMeshes(_ -> {}));
      assertEquals("InvalidSignatureException", refused.awsErrorDetails().errorCode());
    }
  }

  /// A client token belongs to the author of a write, and the author is the key.
  @Test
  void aClientTokenIsKnownToItsOwnKeyOnly() {
    NewKey second = api.keys.chest().create(new Role.Admin(), "");
    try (var first = java(api.direct(), admin, admin.secret());
        var other = java(api.direct(), second, second.secret())) {
      var version = createTill(first);
      assertEquals(version, createTill(first));
      var refused = assertThrows(AppMeshException.class, () -> createTill(other));
      assertEquals("ConflictException", refused.awsErrorDetails().errorCode());
    }
  }

  private static String createTill(AppMeshClient client) {
    return client
        .createMesh(mesh -> mesh.meshName("till").clientToken("t"))
        .mesh()
        .metadata()
        .uid();
  }

  private String cli(URI endpoint, String operation, String... more) throws Exception {
    var command =
        new ArrayList<>(
            List.of(Python.program("aws").toString(), "appmesh", operation, "--mesh-name", "shop"));
    command.addAll(List.of(more));
    return run(endpoint, admin, admin.secret(), command.toArray(String[]::new));
  }

  private static String run(URI endpoint, NewKey key, String secret, String... command)
      throws Exception {
    return output(Python.client(endpoint, key.id(), secret, command));
  }

  private static String output(ProcessBuilder client) throws Exception {
    var process = client.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  private static AppMeshClient java(URI endpoint, NewKey key, String secret) {
    return AppMeshClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), secret)))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }
}
