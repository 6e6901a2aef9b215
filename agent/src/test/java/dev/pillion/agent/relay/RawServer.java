package dev.pillion.agent.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// A server of discovery streams whose answers a test states.
final class RawServer implements AutoCloseable {
  private final List<Stream> streams = new CopyOnWriteArrayList<>();
  private final Server server;

  /// One stream that an agent opened.
  record Stream(
      ServerCall<byte[], byte[]> call, Metadata headers, String method, List<byte[]> requests) {
    String header(String name) {
      String value = headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
      return value == null ? "" : value;
    }

    List<String> texts() {
      return requests.stream().map(bytes -> new String(bytes, UTF_8)).toList();
    }
  }

  /// @param port 0 for any
  RawServer(int port, BiConsumer<Stream, byte[]> onRequest) {
    this(port, onRequest, _ -> {});
  }

  /// @param onReady called when a stream has room again
  RawServer(int port, BiConsumer<Stream, byte[]> onRequest, Consumer<Stream> onReady) {
    var service = ServerServiceDefinition.builder(RawAds.SERVICE);
    for (var method : RawAds.METHODS) {
      service.addMethod(
          method,
          (call, headers) -> {
            var stream =
                new Stream(
                    call, headers, method.getBareMethodName() + "", new CopyOnWriteArrayList<>());
            streams.add(stream);
            call.request(1);
            return new Requests(stream, onRequest, onReady);
          });
    }
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .addService(service.build())
            .permitKeepAliveTime(10, TimeUnit.SECONDS)
            .directExecutor()
            .build();
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String address() {
    return "127.0.0.1:" + port();
  }

  int port() {
    return server.getPort();
  }

  List<Stream> streams() {
    return streams;
  }

  Stream onlyStream() {
    Await.until("a stream at the server", () -> streams.size() == 1);
    return streams.getFirst();
  }

  @Override
  public void close() {
    try {
      server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Requests extends ServerCall.Listener<byte[]> {
    private final Stream stream;
    private final BiConsumer<Stream, byte[]> onRequest;
    private final Consumer<Stream> onReady;
    private boolean answering;

    Requests(Stream stream, BiConsumer<Stream, byte[]> onRequest, Consumer<Stream> onReady) {
      this.stream = stream;
      this.onReady = onReady;
      this.onRequest = onRequest;
    }

    @Override
    public void onMessage(byte[] request) {
      stream.requests().add(request);
      if (!answering) {
        answering = true;
        stream.call().sendHeaders(new Metadata());
      }
      onRequest.accept(stream, request);
      stream.call().request(1);
    }

    @Override
    public void onReady() {
      onReady.accept(stream);
    }

    @Override
    public void onHalfClose() {
      stream.call().close(Status.OK, new Metadata());
    }
  }
}
