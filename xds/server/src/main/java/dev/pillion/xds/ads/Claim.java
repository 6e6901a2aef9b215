package dev.pillion.xds.ads;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/// Who an agent says is at the other end of the stream that it forwards; empty strings where no
/// agent says anything. An agent knows by the socket that was dialled, so its word counts for more
/// than the proxy's own.
record Claim(String node, String task) {
  /// Set by agents: the node id of the proxy.
  static final Metadata.Key<String> NODE =
      Metadata.Key.of("pillion-node", Metadata.ASCII_STRING_MARSHALLER);

  /// Set by agents: the ARN of the proxy's task.
  static final Metadata.Key<String> TASK =
      Metadata.Key.of("pillion-task", Metadata.ASCII_STRING_MARSHALLER);

  private static final Context.Key<Claim> CURRENT =
      Context.keyWithDefault("pillion-claim", new Claim("", ""));

  /// Whether an agent forwards the stream.
  boolean relayed() {
    return !node.isEmpty();
  }

  /// The claim of the call that is being started.
  static Claim current() {
    return CURRENT.get();
  }

  /// Puts the claim in each call's context.
  static final class Reader implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      var claim = new Claim(value(headers, NODE), value(headers, TASK));
      return Contexts.interceptCall(
          Context.current().withValue(CURRENT, claim), call, headers, next);
    }

    private static String value(Metadata headers, Metadata.Key<String> key) {
      String value = headers.get(key);
      return value == null ? "" : value;
    }
  }
}
