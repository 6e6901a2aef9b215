package dev.pillion.xds.translate;

import dev.pillion.mesh.tls.Certificate;
import dev.pillion.mesh.tls.Trust;
import io.envoyproxy.envoy.config.core.v3.ApiConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiConfigSource.ApiType;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.config.core.v3.GrpcService.EnvoyGrpc;
import io.envoyproxy.envoy.config.core.v3.WatchedDirectory;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import java.util.SortedMap;
import java.util.TreeMap;

/// The certificates and the trust of a proxy group. Files go over the stream as secrets that name
/// them, since only so does Envoy watch a file's folder and read it again when it is replaced. Of
/// ACM nothing is here: what is not mapped to files has been left out before.
final class Secrets {
  // App Mesh's name for the socket of a secret discovery service, which its bootstraps carry.
  private static final String SDS_CLUSTER = "static_cluster_sds_unix_socket";

  private final TreeMap<String, Secret> made = new TreeMap<>();

  SortedMap<String, Secret> made() {
    return made;
  }

  SdsSecretConfig of(Certificate certificate) {
    return switch (certificate) {
      case Certificate.Sds(var name) -> byService(name);
      case Certificate.File(var chain, var key) -> {
        var pair =
            TlsCertificate.newBuilder()
                .setCertificateChain(file(chain))
                .setPrivateKey(file(key))
                .setWatchedDirectory(folder(chain));
        yield overStream(
            Secret.newBuilder().setName("file:" + chain + ":" + key).setTlsCertificate(pair));
      }
      case Certificate.Acm(var arn) -> throw new IllegalArgumentException("not in files: " + arn);
    };
  }

  SdsSecretConfig of(Trust trust) {
    return switch (trust) {
      case Trust.Sds(var name) -> byService(name);
      case Trust.File(var chain) -> {
        var context =
            CertificateValidationContext.newBuilder()
                .setTrustedCa(file(chain))
                .setWatchedDirectory(folder(chain));
        yield overStream(
            Secret.newBuilder().setName("trust:" + chain).setValidationContext(context));
      }
      case Trust.Acm(var arns) -> throw new IllegalArgumentException("not in files: " + arns);
    };
  }

  private SdsSecretConfig overStream(Secret.Builder secret) {
    made.put(secret.getName(), secret.build());
    return SdsSecretConfig.newBuilder()
        .setName(secret.getName())
        .setSdsConfig(Messages.SAME_STREAM)
        .build();
  }

  private static SdsSecretConfig byService(String name) {
    var service =
        GrpcService.newBuilder().setEnvoyGrpc(EnvoyGrpc.newBuilder().setClusterName(SDS_CLUSTER));
    return SdsSecretConfig.newBuilder()
        .setName(name)
        .setSdsConfig(
            ConfigSource.newBuilder()
                .setResourceApiVersion(ApiVersion.V3)
                .setApiConfigSource(
                    ApiConfigSource.newBuilder()
                        .setApiType(ApiType.GRPC)
                        .setTransportApiVersion(ApiVersion.V3)
                        .addGrpcServices(service)))
        .build();
  }

  private static DataSource file(String path) {
    return DataSource.newBuilder().setFilename(path).build();
  }

  private static WatchedDirectory folder(String path) {
    int slash = path.lastIndexOf('/');
    String folder = slash < 0 ? "." : slash == 0 ? "/" : path.substring(0, slash);
    return WatchedDirectory.newBuilder().setPath(folder).build();
  }
}
