package dev.pillion.xds.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap.DynamicResources;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap.StaticResources;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.ApiConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiConfigSource.ApiType;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.config.core.v3.GrpcService.EnvoyGrpc;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/// Asks a real Envoy whether it would take the resources, by a static bootstrap that has them all:
/// route tables inside listeners of their own, assignments inside clusters of their own.
final class EnvoyValidation {
  private static final int FIRST_SPARE_PORT = 20000;

  private EnvoyValidation() {}

  static void check(EnvoyResources resources, Collection<ClusterLoadAssignment> endpoints)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile("pillion-validate", ".pb");
    try {
      Files.write(file, bootstrap(resources, endpoints).toByteArray());
      var process =
          new ProcessBuilder(
                  EnvoyBinary.find().toString(), "--mode", "validate", "-c", file.toString())
              // A relative path of an access log is opened from where Envoy runs.
              .directory(new File(System.getProperty("java.io.tmpdir")))
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), output);
      assertFalse(output.contains("Deprecated field"), output);
    } finally {
      Files.delete(file);
    }
  }

  private static Bootstrap bootstrap(
      EnvoyResources resources, Collection<ClusterLoadAssignment> endpoints) {
    var all =
        StaticResources.newBuilder()
            .addAllClusters(
                resources.clusters().values().stream().map(EnvoyValidation::startable).toList())
            .addAllListeners(resources.listeners().values())
            .addClusters(http2("xds"))
            .addClusters(http2("static_cluster_sds_unix_socket"));
    int port = FIRST_SPARE_PORT;
    for (RouteConfiguration table : resources.routes().values()) {
      all.addListeners(inline(table, port++));
    }
    for (ClusterLoadAssignment assignment : endpoints) {
      all.addClusters(
          Cluster.newBuilder()
              .setName("endpoints of " + assignment.getClusterName())
              .setLoadAssignment(assignment));
    }
    return Bootstrap.newBuilder()
        .setNode(Node.newBuilder().setId("mesh/demo/virtualNode/front/1").setCluster("demo"))
        .setDynamicResources(
            DynamicResources.newBuilder()
                .setAdsConfig(
                    ApiConfigSource.newBuilder()
                        .setApiType(ApiType.DELTA_GRPC)
                        .setTransportApiVersion(ApiVersion.V3)
                        .addGrpcServices(
                            GrpcService.newBuilder()
                                .setEnvoyGrpc(EnvoyGrpc.newBuilder().setClusterName("xds")))))
        .setStaticResources(all)
        .build();
  }

  // Clusters of a bootstrap are made before there is an aggregated stream, and an Envoy whose
  // cluster asks it for a secret then falls over. Another stream takes its place.
  private static Cluster startable(Cluster cluster) {
    if (!cluster.hasTransportSocket()) {
      return cluster;
    }
    try {
      var context =
          cluster
              .getTransportSocket()
              .getTypedConfig()
              .unpack(UpstreamTlsContext.class)
              .toBuilder();
      var common = context.getCommonTlsContextBuilder();
      common.getTlsCertificateSdsSecretConfigsBuilderList().forEach(EnvoyValidation::elsewhere);
      if (common.hasCombinedValidationContext()) {
        elsewhere(
            common
                .getCombinedValidationContextBuilder()
                .getValidationContextSdsSecretConfigBuilder());
      }
      var socket = cluster.getTransportSocket().toBuilder();
      return cluster.toBuilder()
          .setTransportSocket(socket.setTypedConfig(Any.pack(context.build())))
          .build();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static void elsewhere(SdsSecretConfig.Builder secret) {
    if (secret.getSdsConfig().hasAds()) {
      secret
          .getSdsConfigBuilder()
          .setApiConfigSource(
              ApiConfigSource.newBuilder()
                  .setApiType(ApiType.GRPC)
                  .setTransportApiVersion(ApiVersion.V3)
                  .addGrpcServices(
                      GrpcService.newBuilder()
                          .setEnvoyGrpc(EnvoyGrpc.newBuilder().setClusterName("xds"))));
    }
  }

  private static Cluster http2(String name) {
    var h2 =
        HttpProtocolOptions.newBuilder()
            .setExplicitHttpConfig(
                HttpProtocolOptions.ExplicitHttpConfig.newBuilder()
                    .setHttp2ProtocolOptions(
                        io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions
                            .getDefaultInstance()))
            .build();
    return Cluster.newBuilder()
        .setName(name)
        .putTypedExtensionProtocolOptions(
            "envoy.extensions.upstreams.http.v3.HttpProtocolOptions", Any.pack(h2))
        .build();
  }

  private static Listener inline(RouteConfiguration table, int port) {
    var manager =
        HttpConnectionManager.newBuilder()
            .setStatPrefix("validate")
            .setRouteConfig(table)
            .addHttpFilters(
                HttpFilter.newBuilder()
                    .setName("envoy.filters.http.router")
                    .setTypedConfig(Any.pack(Router.getDefaultInstance())))
            .build();
    return Listener.newBuilder()
        .setName("table " + table.getName())
        .setAddress(Messages.address("127.0.0.1", port))
        .addFilterChains(
            FilterChain.newBuilder()
                .addFilters(
                    Filter.newBuilder()
                        .setName("envoy.filters.network.http_connection_manager")
                        .setTypedConfig(Any.pack(manager))))
        .build();
  }
}
