package dev.pillion.xds.translate;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;

/// The small messages that every kind of resource is made of.
final class Messages {
  // A route table or an assignment that does not come must not keep a new Envoy waiting for ever.
  private static final int FETCH_SECONDS = 5;

  /// "Over the stream that this came by."
  static final ConfigSource SAME_STREAM =
      ConfigSource.newBuilder()
          .setResourceApiVersion(ApiVersion.V3)
          .setAds(AggregatedConfigSource.getDefaultInstance())
          .setInitialFetchTimeout(seconds(FETCH_SECONDS))
          .build();

  private Messages() {}

  static Any any(Message message) {
    return Any.pack(message);
  }

  static Duration seconds(int seconds) {
    return Duration.newBuilder().setSeconds(seconds).build();
  }

  static Duration duration(java.time.Duration duration) {
    return Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }

  /// As much of a number as Envoy's 32 bits hold, signed.
  static int clamped(long value) {
    return (int) Math.min(value, Integer.MAX_VALUE);
  }

  static UInt32Value uint32(int value) {
    return UInt32Value.of(value);
  }

  static Address address(String host, int port) {
    return Address.newBuilder()
        .setSocketAddress(SocketAddress.newBuilder().setAddress(host).setPortValue(port))
        .build();
  }
}
