package dev.pillion.traffic.app;

import io.grpc.netty.shaded.io.netty.bootstrap.Bootstrap;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.channel.ChannelInitializer;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A call made over HTTP/2 without TLS, which the caller just begins to speak.
final class Http2Call {
  private static final int LIMIT_SECONDS = 30;

  private Http2Call() {}

  static Answer send(Call call) {
    Channel connection =
        new Bootstrap()
            .group(Threads.SHARED)
            .channelFactory(Threads.connecting(call.from()))
            .handler(new Connected())
            .connect(call.address())
            .syncUninterruptibly()
            .channel();
    try {
      var answer = new CompletableFuture<Answer>();
      var _ = connection.closeFuture().addListener(_ -> answer.cancel(false));
      Channel stream =
          new Http2StreamChannelBootstrap(connection)
              .handler(new Http2Frames((_, message) -> answer.complete(answer(message))))
              .open()
              .syncUninterruptibly()
              .getNow();
      Http2Frames.write(stream, headers(call), "");
      return answer.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
    } finally {
      var _ = connection.close().syncUninterruptibly();
    }
  }

  private static DefaultHttp2Headers headers(Call call) {
    var headers = new DefaultHttp2Headers();
    headers.method(call.method()).scheme("http").path(call.target());
    headers.authority(call.url().getAuthority());
    call.headers().forEach(headers::add);
    return headers;
  }

  private static Answer answer(Http2Frames.Message message) {
    int status = Integer.parseInt(message.headers().status().toString());
    return new Answer(status, Http2Frames.plain(message.headers()), message.body());
  }

  private static final class Connected extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel connection) {
      connection
          .pipeline()
          .addLast(
              Http2FrameCodecBuilder.forClient().build(),
              new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
    }
  }
}
