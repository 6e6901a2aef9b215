package dev.pillion.traffic.app;

import dev.pillion.traffic.net.Host;
import io.grpc.netty.shaded.io.netty.bootstrap.ServerBootstrap;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInitializer;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Headers;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2MultiplexHandler;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// An application that speaks HTTP/2 without TLS, and nothing else. It remembers what it was asked.
public final class Http2App implements AutoCloseable {
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Channel listening;
  private volatile Behaviour behaviour;

  private Http2App(Host host, int port, Behaviour behaviour) {
    this.behaviour = behaviour;
    this.listening =
        new ServerBootstrap()
            .group(Threads.SHARED)
            .channelFactory(Threads.listening(host))
            .childHandler(new Connected())
            .bind(new InetSocketAddress("::", port))
            .syncUninterruptibly()
            .channel();
  }

  /// One that listens for both families.
  public static Http2App on(Host host, int port, Behaviour behaviour) {
    return host.owns(new Http2App(host, port, behaviour));
  }

  /// Behaves otherwise from now on.
  public void behave(Behaviour other) {
    behaviour = other;
  }

  /// What it was asked, in order.
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  private void answer(ChannelHandlerContext stream, Http2Frames.Message message) {
    Http2Headers asked = message.headers();
    var request =
        new Request(
            asked.method().toString(),
            asked.path().toString(),
            Http2Frames.plain(asked),
            message.body());
    requests.add(request);
    Thread.ofVirtual()
        .start(() -> {
          try {
            Answer answer = behaviour.to(request);
            var headers = new DefaultHttp2Headers().status(Integer.toString(answer.status()));
            answer.headers().forEach(headers::add);
            Http2Frames.write(stream.channel(), headers, answer.body());
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @Override
  public void close() {
    var _ = listening.close().syncUninterruptibly();
  }

  private final class Connected extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel connection) {
      var streams =
          new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel stream) {
              stream.pipeline().addLast(new Http2Frames(Http2App.this::answer));
            }
          };
      connection
          .pipeline()
          .addLast(Http2FrameCodecBuilder.forServer().build(), new Http2MultiplexHandler(streams));
    }
  }
}
