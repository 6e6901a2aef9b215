package dev.pillion.delta;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.stub.CallStreamObserver;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A stream that is served from what an [Intake] has of another stream, so that whatever holds for
/// a client holds behind a relay too.
final class RelayInDelta implements AdsStream<DeltaDiscoveryRequest> {
  private final Queue<DeltaDiscoveryResponse> arriving = new ArrayDeque<>();
  private final Intake intake = new Intake();
  private final DeltaStream server;
  private final DeltaStream stream;
  private boolean opened;
  private boolean pumping;

  RelayInDelta(
      Supplier<Optional<Snapshot>> source,
      CallStreamObserver<DeltaDiscoveryResponse> client,
      Consumer<Verdict> verdicts,
      Timing timing) {
    Alarm alarm =
        (delay, action) ->
            timing
                .alarm()
                .after(
                    delay,
                    () -> {
                      action.run();
                      pump();
                    });
    var both = new Timing(timing.executor(), alarm, timing.clock());
    server = new DeltaStream(source, new Wire(arriving), _ -> {}, both);
    stream = new DeltaStream(intake::snapshot, client, verdicts, both);
  }

  /// What there is to serve.
  Optional<Snapshot> snapshot() {
    return intake.snapshot();
  }

  private void pump() {
    if (pumping) {
      return;
    }
    pumping = true;
    if (!opened) {
      opened = true;
      intake.open(Node.getDefaultInstance()).forEach(server::request);
    }
    server.changed();
    while (!arriving.isEmpty()) {
      take(arriving.remove()).forEach(server::request);
      stream.changed();
    }
    pumping = false;
  }

  private List<DeltaDiscoveryRequest> take(DeltaDiscoveryResponse response) {
    try {
      return intake.take(response);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void request(DeltaDiscoveryRequest request) {
    pump();
    stream.request(request);
  }

  @Override
  public void changed() {
    pump();
    stream.changed();
  }

  @Override
  public List<TypeStatus> status() {
    return stream.status();
  }

  @Override
  public List<ResourceStatus> resources() {
    return stream.resources();
  }

  @Override
  public long responses() {
    return stream.responses();
  }

  @Override
  public void close() {
    server.close();
    stream.close();
  }

  private static final class Wire extends CallStreamObserver<DeltaDiscoveryResponse> {
    private final Queue<DeltaDiscoveryResponse> arriving;

    Wire(Queue<DeltaDiscoveryResponse> arriving) {
      this.arriving = arriving;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void onNext(DeltaDiscoveryResponse response) {
      arriving.add(response);
    }

    @Override
    public void onError(Throwable cause) {
      throw new AssertionError(cause);
    }

    @Override
    public void onCompleted() {}

    @Override
    public void setOnReadyHandler(Runnable handler) {}

    @Override
    public void disableAutoInboundFlowControl() {}

    @Override
    public void request(int count) {}

    @Override
    public void setMessageCompression(boolean enable) {}
  }
}
