package dev.pillion.agent.relay;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.function.Consumer;

/// One stream of an Envoy and the one to the server that it is passed on to, message by message, as
/// fast as the slower side takes them. Each ends with the other, with its status.
final class ForwardedStream {
  private final ServerCall<byte[], byte[]> envoy;
  private final ClientCall<byte[], byte[]> server;
  private final Valve requests;
  private final Valve answers;
  private final Consumer<Status> ended;

  private ForwardedStream(
      ServerCall<byte[], byte[]> envoy, ClientCall<byte[], byte[]> server, Consumer<Status> ended) {
    this.envoy = envoy;
    this.server = server;
    this.ended = ended;
    requests = new Valve(server::isReady, () -> envoy.request(1));
    answers = new Valve(envoy::isReady, () -> server.request(1));
  }

  static ServerCall.Listener<byte[]> start(
      ServerCall<byte[], byte[]> envoy,
      ClientCall<byte[], byte[]> server,
      Metadata identity,
      Consumer<Status> ended) {
    var stream = new ForwardedStream(envoy, server, ended);
    server.start(stream.new FromServer(), identity);
    server.request(1);
    envoy.request(1);
    return stream.new FromEnvoy();
  }

  private final class FromEnvoy extends ServerCall.Listener<byte[]> {
    @Override
    public void onMessage(byte[] request) {
      server.sendMessage(request);
      requests.passed();
    }

    @Override
    public void onHalfClose() {
      server.halfClose();
    }

    @Override
    public void onCancel() {
      server.cancel("the Envoy closed its stream", null);
    }

    @Override
    public void onReady() {
      answers.roomAgain();
    }
  }

  private final class FromServer extends ClientCall.Listener<byte[]> {
    @Override
    public void onHeaders(Metadata headers) {
      envoy.sendHeaders(headers);
    }

    @Override
    public void onMessage(byte[] answer) {
      envoy.sendMessage(answer);
      answers.passed();
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      envoy.close(status, trailers);
      ended.accept(status);
    }

    @Override
    public void onReady() {
      requests.roomAgain();
    }
  }
}
