package dev.pillion.agent.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// One stream to a task's socket, as an Envoy opens it.
final class RelayClient extends ClientCall.Listener<byte[]> implements AutoCloseable {
  private final EventLoopGroup threads =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final ManagedChannel channel;
  private final ClientCall<byte[], byte[]> call;
  private final List<byte[]> answers = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Status> closed = new CompletableFuture<>();

  RelayClient(Path socket, Metadata headers) {
    channel =
        NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
            .usePlaintext()
            .channelType(EpollDomainSocketChannel.class)
            .eventLoopGroup(threads)
            .withOption(ChannelOption.SO_KEEPALIVE, null)
            .maxInboundMessageSize(Uplink.MAX_MESSAGE_BYTES)
            .build();
    call = channel.newCall(RawAds.METHODS.getFirst(), CallOptions.DEFAULT);
    call.start(this, headers);
  }

  static RelayClient open(Path socket) {
    var client = new RelayClient(socket, new Metadata());
    client.request(1_000_000);
    return client;
  }

  void send(String request) {
    call.sendMessage(request.getBytes(UTF_8));
  }

  void halfClose() {
    call.halfClose();
  }

  void request(int messages) {
    call.request(messages);
  }

  List<byte[]> answers() {
    return answers;
  }

  void receives(String answer) {
    Await.until(
        "answer " + answer,
        () -> answers.stream().anyMatch(bytes -> new String(bytes, UTF_8).equals(answer)));
  }

  Status status() {
    Await.until("the stream's end", closed::isDone);
    return closed.join();
  }

  @Override
  public void onMessage(byte[] answer) {
    answers.add(answer);
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    closed.complete(status);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    var _ = threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
