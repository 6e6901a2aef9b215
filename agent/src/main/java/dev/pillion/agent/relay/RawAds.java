package dev.pillion.agent.relay;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/// Envoy's aggregated discovery service with messages as they are on the wire: what is only passed
/// on is not parsed.
final class RawAds {
  static final String SERVICE = "envoy.service.discovery.v3.AggregatedDiscoveryService";

  /// In both of the protocol's variants.
  static final List<MethodDescriptor<byte[], byte[]>> METHODS =
      List.of(method("DeltaAggregatedResources"), method("StreamAggregatedResources"));

  private RawAds() {}

  private static MethodDescriptor<byte[], byte[]> method(String name) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setType(MethodType.BIDI_STREAMING)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
        .setRequestMarshaller(new Bytes())
        .setResponseMarshaller(new Bytes())
        .build();
  }

  private record Bytes() implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] message) {
      return new ByteArrayInputStream(message);
    }

    @Override
    public byte[] parse(InputStream message) {
      try {
        return message.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
