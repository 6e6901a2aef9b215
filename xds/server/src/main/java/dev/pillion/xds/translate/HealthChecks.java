package dev.pillion.xds.translate;

import static dev.pillion.xds.translate.Messages.clamped;
import static dev.pillion.xds.translate.Messages.duration;
import static dev.pillion.xds.translate.Messages.uint32;

import com.google.protobuf.BoolValue;
import dev.pillion.mesh.listener.OutlierDetection;
import dev.pillion.mesh.listener.Protocol;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.HealthCheck;
import io.envoyproxy.envoy.config.core.v3.HealthCheck.GrpcHealthCheck;
import io.envoyproxy.envoy.config.core.v3.HealthCheck.HttpHealthCheck;
import io.envoyproxy.envoy.config.core.v3.HealthCheck.TcpHealthCheck;
import io.envoyproxy.envoy.type.v3.CodecClientType;

/// How a caller's Envoy tells endpoints that answer from those that do not: by probes, and by what
/// becomes of requests.
final class HealthChecks {
  private HealthChecks() {}

  /// What the target's listener asks of its callers.
  static void add(Cluster.Builder cluster, Target target) {
    target.listener().healthCheck().ifPresent(check -> cluster.addHealthChecks(of(check, target)));
    target.listener().outliers().ifPresent(outliers -> cluster.setOutlierDetection(of(outliers)));
  }

  private static HealthCheck of(dev.pillion.mesh.listener.HealthCheck check, Target target) {
    var probe =
        HealthCheck.newBuilder()
            .setTimeout(duration(check.timeout()))
            .setInterval(duration(check.interval()))
            .setHealthyThreshold(uint32(check.healthyThreshold()))
            .setUnhealthyThreshold(uint32(check.unhealthyThreshold()));
    return switch (check.protocol()) {
      case HTTP -> probe.setHttpHealthCheck(http(check, target, CodecClientType.HTTP1)).build();
      case HTTP2 -> probe.setHttpHealthCheck(http(check, target, CodecClientType.HTTP2)).build();
      // Envoy refuses a gRPC probe of a cluster that does not speak HTTP/2; that it can be
      // connected
      // to is the most that it can find out there.
      case GRPC ->
          http2(target.listener().protocol())
              ? probe.setGrpcHealthCheck(GrpcHealthCheck.getDefaultInstance()).build()
              : probe.setTcpHealthCheck(TcpHealthCheck.getDefaultInstance()).build();
      case TCP -> probe.setTcpHealthCheck(TcpHealthCheck.getDefaultInstance()).build();
    };
  }

  static boolean http2(Protocol protocol) {
    return protocol == Protocol.HTTP2 || protocol == Protocol.GRPC;
  }

  private static HttpHealthCheck.Builder http(
      dev.pillion.mesh.listener.HealthCheck check, Target target, CodecClientType codec) {
    return HttpHealthCheck.newBuilder()
        .setHost(target.discovery().name() + ":" + target.listener().port())
        .setPath(check.path().filter(path -> !path.isEmpty()).orElse("/"))
        .setCodecClientType(codec);
  }

  private static io.envoyproxy.envoy.config.cluster.v3.OutlierDetection of(
      OutlierDetection outliers) {
    var detection =
        io.envoyproxy.envoy.config.cluster.v3.OutlierDetection.newBuilder()
            .setConsecutive5Xx(uint32(clamped(outliers.maxServerErrors())))
            .setMaxEjectionPercent(uint32(outliers.maxEjectionPercent()))
            .setEnforcingSuccessRate(uint32(0))
            .setAlwaysEjectOneHost(BoolValue.of(true));
    // Envoy takes no interval of zero; its own default then.
    if (!outliers.interval().isZero()) {
      detection.setInterval(duration(outliers.interval()));
    }
    if (!outliers.baseEjectionDuration().isZero()) {
      detection.setBaseEjectionTime(duration(outliers.baseEjectionDuration()));
    }
    return detection.build();
  }
}
