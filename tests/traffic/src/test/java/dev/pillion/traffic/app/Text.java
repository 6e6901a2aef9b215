package dev.pillion.traffic.app;

import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// gRPC messages that are nothing but their text.
enum Text implements MethodDescriptor.Marshaller<String> {
  UTF_8;

  /// A method of one question and one answer, by its full name: `color.ColorService/GetColor`.
  static MethodDescriptor<String, String> method(String name) {
    return MethodDescriptor.newBuilder(UTF_8, UTF_8)
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(name)
        .build();
  }

  @Override
  public InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String parse(InputStream message) {
    try {
      return new String(message.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
