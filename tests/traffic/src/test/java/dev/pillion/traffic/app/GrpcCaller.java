package dev.pillion.traffic.app;

import dev.pillion.traffic.net.Host;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A caller of gRPC on a host, with a connection of its own.
public final class GrpcCaller implements AutoCloseable {
  private static final int LIMIT_SECONDS = 30;

  private final ManagedChannel channel;

  /// @param authority as `host:port`
  /// @param address where it connects to, whatever the authority is
  public GrpcCaller(Host from, String authority, InetSocketAddress address) {
    channel =
        NettyChannelBuilder.forAddress(address)
            .overrideAuthority(authority)
            .usePlaintext()
            .channelFactory(Threads.connecting(from))
            .eventLoopGroup(Threads.SHARED)
            .build();
  }

  /// Calls a method by its full name, such as `color.ColorService/GetColor`.
  ///
  /// @throws StatusRuntimeException when the answer is no success
  public String call(String method, String question) {
    return call(method, question, Map.of());
  }

  /// Calls a method with metadata.
  ///
  /// @throws StatusRuntimeException when the answer is no success
  public String call(String method, String question, Map<String, String> metadata) {
    var headers = new Metadata();
    metadata.forEach((name, value) ->
        headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
    var with =
        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    return ClientCalls.blockingUnaryCall(
        with,
        Text.method(method),
        CallOptions.DEFAULT.withDeadlineAfter(LIMIT_SECONDS, TimeUnit.SECONDS),
        question);
  }

  /// In brief: the answer, or the name of the status.
  public String brief(String method, String question, Map<String, String> metadata) {
    try {
      return call(method, question, metadata);
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode().name();
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
