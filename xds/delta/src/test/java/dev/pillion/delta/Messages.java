package dev.pillion.delta;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;

/// Resources read back from the wire.
final class Messages {
  private Messages() {}

  static Message parse(XdsType type, ByteString bytes) {
    Message.Builder empty =
        switch (type) {
          case CDS -> Cluster.newBuilder();
          case EDS -> ClusterLoadAssignment.newBuilder();
          case SDS -> Secret.newBuilder();
          case LDS -> Listener.newBuilder();
          case RDS -> RouteConfiguration.newBuilder();
        };
    try {
      return empty.mergeFrom(bytes).build();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(type.name(), e);
    }
  }

  static String name(Message message) {
    return switch (message) {
      case Cluster cluster -> cluster.getName();
      case ClusterLoadAssignment endpoints -> endpoints.getClusterName();
      case Secret secret -> secret.getName();
      case Listener listener -> listener.getName();
      case RouteConfiguration table -> table.getName();
      default -> throw new AssertionError(message.getClass());
    };
  }
}
