package dev.pillion.agent.dial;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shows a token with each call, as it is in its file then.
record Showing(Path file) implements ClientInterceptor {
  private static final Logger LOG = LoggerFactory.getLogger(Showing.class);
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<A> answers, Metadata headers) {
        String token = token();
        if (!token.isEmpty()) {
          headers.put(AUTHORIZATION, "Bearer " + token);
        }
        super.start(answers, headers);
      }
    };
  }

  /// Nothing where it cannot be read: the server then says that none was shown.
  private String token() {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      LOG.warn(
          "token={} state=unreadable error=\"{}\" remedy=\"correct PILLION_XDS_TOKEN_FILE, or let"
              + " this user read the file\"",
          file,
          e.toString());
      return "";
    }
  }
}
