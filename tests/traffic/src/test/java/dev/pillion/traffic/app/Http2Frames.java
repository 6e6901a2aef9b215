package dev.pillion.traffic.app;

import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.SimpleChannelInboundHandler;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2DataFrame;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Headers;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2HeadersFrame;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2StreamFrame;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/// Puts the frames of one stream together.
final class Http2Frames extends SimpleChannelInboundHandler<Http2StreamFrame> {
  /// All that came on a stream.
  record Message(Http2Headers headers, String body) {}

  private final BiConsumer<ChannelHandlerContext, Message> whole;
  private final Http2Headers headers = new DefaultHttp2Headers();
  private final StringBuilder body = new StringBuilder();

  Http2Frames(BiConsumer<ChannelHandlerContext, Message> whole) {
    this.whole = whole;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) {
    boolean last =
        switch (frame) {
          case Http2HeadersFrame begun -> {
            headers.add(begun.headers());
            yield begun.isEndStream();
          }
          case Http2DataFrame data -> {
            body.append(data.content().toString(StandardCharsets.UTF_8));
            yield data.isEndStream();
          }
          default -> false;
        };
    if (last) {
      whole.accept(context, new Message(headers, body.toString()));
    }
  }

  static void write(Channel stream, Http2Headers headers, String body) {
    var _ = stream.write(new DefaultHttp2HeadersFrame(headers, body.isEmpty()));
    if (!body.isEmpty()) {
      var content = Unpooled.copiedBuffer(body, StandardCharsets.UTF_8);
      var _ = stream.write(new DefaultHttp2DataFrame(content, true));
    }
    stream.flush();
  }

  /// Without those that begin with a colon.
  static Map<String, String> plain(Http2Headers headers) {
    var plain = new HashMap<String, String>();
    headers.forEach(header -> {
      if (header.getKey().charAt(0) != ':') {
        plain.put(header.getKey().toString(), header.getValue().toString());
      }
    });
    return plain;
  }
}
