package dev.pillion.traffic.app;

import dev.pillion.traffic.net.Host;
import io.grpc.HandlerRegistry;
import io.grpc.Server;
import io.grpc.ServerMethodDefinition;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// An application that speaks gRPC and has every method. It remembers which were called.
public final class GrpcApp implements AutoCloseable {
  /// How it answers a method; a [StatusRuntimeException] is an answer too.
  @FunctionalInterface
  public interface Methods {
    /// The answer to a call of the method.
    String call(String method, String question);
  }

  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final Server server;
  private volatile Methods methods;

  private GrpcApp(Host host, int port, Methods methods) {
    this.methods = methods;
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress("::", port))
            .channelFactory(Threads.listening(host))
            .bossEventLoopGroup(Threads.SHARED)
            .workerEventLoopGroup(Threads.SHARED)
            .executor(Thread::startVirtualThread)
            .fallbackHandlerRegistry(new EveryMethod())
            .build();
  }

  /// One that listens for both families.
  public static GrpcApp on(Host host, int port, Methods methods) {
    var app = host.owns(new GrpcApp(host, port, methods));
    try {
      app.server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return app;
  }

  /// Behaves otherwise from now on.
  public void behave(Methods others) {
    methods = others;
  }

  /// The methods that were called, in order.
  public List<String> calls() {
    return List.copyOf(calls);
  }

  private void answer(String method, String question, StreamObserver<String> answer) {
    calls.add(method);
    try {
      answer.onNext(methods.call(method, question));
      answer.onCompleted();
    } catch (StatusRuntimeException refused) {
      answer.onError(refused);
    }
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private final class EveryMethod extends HandlerRegistry {
    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
      return ServerMethodDefinition.create(
          Text.method(name),
          ServerCalls.asyncUnaryCall(
              (String question, StreamObserver<String> answer) -> answer(name, question, answer)));
    }
  }
}
