package dev.pillion.agent.report;

import dev.pillion.agent.v1.AgentMessage;
import dev.pillion.agent.v1.AgentsGrpc;
import dev.pillion.agent.v1.ServerMessage;
import dev.pillion.mesh.model.ProxyGroup;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// One stream to the server. It is written by the link's one thread; what comes in goes to the link
/// as it comes.
final class Session implements ClientResponseObserver<AgentMessage, ServerMessage> {
  private final BiConsumer<Session, ServerMessage> incoming;
  private final Runnable wake;
  private final AtomicReference<@Nullable Status> ended = new AtomicReference<>();
  private @Nullable ClientCallStreamObserver<AgentMessage> calls;
  private volatile boolean fullWanted = true;
  private volatile boolean welcomed;
  private long sequence;
  private Knowledge said = Knowledge.NOTHING;
  private Set<ProxyGroup> saidInterest = Set.of();
  private Optional<SpokenProxies> saidProxies = Optional.empty();

  /// @param incoming takes what the server says; must not block
  /// @param wake called when the stream can be written again, or has ended
  Session(BiConsumer<Session, ServerMessage> incoming, Runnable wake) {
    this.incoming = incoming;
    this.wake = wake;
  }

  void open(Channel channel, Greeting greeting, boolean resolves) {
    var requests = AgentsGrpc.newStub(channel).connect(this);
    requests.onNext(AgentMessage.newBuilder().setHello(Wire.hello(greeting, resolves)).build());
  }

  /// Says what has not been said, as far as the stream takes it now; the rest is said as it is
  /// then.
  void say(Knowledge knowledge, Set<ProxyGroup> interest, SpokenProxies proxies) {
    ClientCallStreamObserver<AgentMessage> out = calls;
    if (out == null || !out.isReady()) {
      return;
    }
    boolean full = fullWanted;
    fullWanted = false;
    var report =
        full ? Optional.of(knowledge.full(sequence + 1)) : knowledge.since(said, sequence + 1);
    report.ifPresent(r -> {
      sequence = r.getSequence();
      said = knowledge;
      out.onNext(AgentMessage.newBuilder().setReport(r).build());
    });
    if (!interest.equals(saidInterest)) {
      saidInterest = interest;
      out.onNext(AgentMessage.newBuilder().setInterest(Wire.interest(interest)).build());
    }
    proxies
        .since(saidProxies)
        .ifPresent(news -> {
          saidProxies = Optional.of(proxies);
          out.onNext(AgentMessage.newBuilder().setProxies(news).build());
        });
  }

  /// Why the stream has ended, if it has.
  Optional<Status> ended() {
    return Optional.ofNullable(ended.get());
  }

  boolean welcomed() {
    return welcomed;
  }

  void markWelcomed() {
    welcomed = true;
  }

  void sendFull() {
    fullWanted = true;
    wake.run();
  }

  void cancel(String why) {
    ClientCallStreamObserver<AgentMessage> out = calls;
    if (out != null) {
      out.cancel(why, null);
    }
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<AgentMessage> stream) {
    calls = stream;
    stream.setOnReadyHandler(wake);
  }

  @Override
  public void onNext(ServerMessage message) {
    incoming.accept(this, message);
  }

  @Override
  public void onError(Throwable failure) {
    ended.set(Status.fromThrowable(failure));
    wake.run();
  }

  @Override
  public void onCompleted() {
    ended.set(Status.UNAVAILABLE.withDescription("the server closed the stream"));
    wake.run();
  }
}
