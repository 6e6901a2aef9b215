package dev.pillion.xds.snapshot;

import dev.pillion.xds.translate.EnvoyBinary;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A real Envoy of the virtual node `front` that takes its configuration from a port of this host.
final class LiveEnvoy implements AutoCloseable {
  private static final long BOUND_SECONDS = 30;
  private static final String BOOTSTRAP =
      """
      node: { id: mesh/demo/virtualNode/front/1, cluster: demo }
      admin: { address: { socket_address: { address: 127.0.0.1, port_value: 0 } } }
      dynamic_resources:
        ads_config:
          api_type: DELTA_GRPC
          transport_api_version: V3
          set_node_on_first_message_only: true
          grpc_services: [ { envoy_grpc: { cluster_name: xds } } ]
        cds_config: { resource_api_version: V3, initial_fetch_timeout: 0s, ads: {} }
        lds_config: { resource_api_version: V3, initial_fetch_timeout: 0s, ads: {} }
      static_resources:
        clusters:
        - name: xds
          type: STATIC
          typed_extension_protocol_options:
            envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
              "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
              explicit_http_config: { http2_protocol_options: {} }
          load_assignment:
            cluster_name: xds
            endpoints:
            - lb_endpoints:
              - endpoint:
                  address: { socket_address: { address: 127.0.0.1, port_value: PORT } }
      layered_runtime:
        layers:
        - name: strict
          static_layer: { envoy.features.fail_on_any_deprecated_feature: true }
      """;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path adminAddress;
  private final Process process;

  LiveEnvoy(int port, Path directory) throws IOException {
    Path config = directory.resolve("envoy.yaml");
    adminAddress = directory.resolve("admin");
    Files.writeString(config, BOOTSTRAP.replace("PORT", Integer.toString(port)));
    process =
        new ProcessBuilder(
                EnvoyBinary.find().toString(),
                "-c",
                config.toString(),
                "--admin-address-path",
                adminAddress.toString(),
                "--disable-hot-restart",
                "--concurrency",
                "1")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("envoy.log").toFile())
            .start();
  }

  /// Asks the admin port until the answer is as wanted, and returns it.
  String await(String path, Predicate<String> wanted) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
    String last = "";
    while (System.nanoTime() < end) {
      last = ask(path);
      if (wanted.test(last)) {
        return last;
      }
      Thread.onSpinWait();
    }
    throw new AssertionError(path + ": not as wanted: " + last);
  }

  private String ask(String path) throws IOException, InterruptedException {
    if (!Files.exists(adminAddress) || Files.size(adminAddress) == 0) {
      return "";
    }
    var uri = URI.create("http://" + Files.readString(adminAddress).strip() + path);
    try {
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    } catch (ConnectException _) {
      return "";
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    client.close();
  }
}
