package dev.pillion.agent.report;

import dev.pillion.agent.link.Eventually;
import dev.pillion.agent.v1.AgentMessage;
import dev.pillion.agent.v1.AgentsGrpc;
import dev.pillion.agent.v1.Report;
import dev.pillion.agent.v1.ServerMessage;
import dev.pillion.agent.v1.Welcome;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The server's end of the agents' stream: keeps what agents say, and says what it is told.
final class RecordingServer extends AgentsGrpc.AgentsImplBase implements AutoCloseable {
  private final List<Stream> streams = new CopyOnWriteArrayList<>();
  private final Server server;
  private final boolean welcomes;

  RecordingServer(int port, boolean welcomes) throws IOException {
    this.welcomes = welcomes;
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .addService(this)
            .build()
            .start();
  }

  /// One agent's stream.
  static final class Stream implements StreamObserver<AgentMessage> {
    private final List<AgentMessage> said = new CopyOnWriteArrayList<>();
    private final StreamObserver<ServerMessage> out;

    Stream(StreamObserver<ServerMessage> out) {
      this.out = out;
    }

    List<AgentMessage> said() {
      return said;
    }

    List<Report> reports() {
      return said.stream().filter(AgentMessage::hasReport).map(AgentMessage::getReport).toList();
    }

    Report report(int index) {
      Eventually.holds("report " + index + " has come", () -> reports().size() > index);
      return reports().get(index);
    }

    void say(ServerMessage.Builder message) {
      out.onNext(message.build());
    }

    void end() {
      out.onCompleted();
    }

    @Override
    public void onNext(AgentMessage message) {
      said.add(message);
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {
      out.onCompleted();
    }
  }

  @Override
  public StreamObserver<AgentMessage> connect(StreamObserver<ServerMessage> out) {
    var stream = new Stream(out);
    if (welcomes) {
      stream.say(ServerMessage.newBuilder().setWelcome(Welcome.getDefaultInstance()));
    }
    streams.add(stream);
    return stream;
  }

  int port() {
    return server.getPort();
  }

  /// The stream of that number, once it has begun.
  Stream stream(int index) {
    Eventually.holds("stream " + index + " has begun", () -> streams.size() > index);
    return streams.get(index);
  }

  @Override
  public void close() {
    server.shutdownNow();
    Eventually.holds("the port is free", server::isTerminated);
  }
}
