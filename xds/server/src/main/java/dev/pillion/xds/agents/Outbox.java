package dev.pillion.xds.agents;

import dev.pillion.agent.v1.CloudMapName;
import dev.pillion.agent.v1.Proxies;
import dev.pillion.agent.v1.ProxyTarget;
import dev.pillion.agent.v1.Resolve;
import dev.pillion.agent.v1.SendFull;
import dev.pillion.agent.v1.ServerMessage;
import dev.pillion.mesh.endpoint.ServiceKey;
import dev.pillion.mesh.model.ProxyGroup;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is to be said to one agent. An agent that reads slowly gets the newest of each kind, so
/// that nothing piles up. Safe for use by many threads.
final class Outbox {
  private final ServerCallStreamObserver<ServerMessage> agent;

  /* guards: everything below, and the observer, which takes one caller at a time */
  private final Object lock = new Object();
  private Optional<Resolve> resolve = Optional.empty();
  private Optional<SendFull> sendFull = Optional.empty();
  private final Map<ProxyGroup, ProxyTarget> targets = new LinkedHashMap<>();
  private boolean closed;

  Outbox(ServerCallStreamObserver<ServerMessage> agent) {
    this.agent = agent;
  }

  void welcome(ServerMessage message) {
    synchronized (lock) {
      if (!closed) {
        agent.onNext(message);
      }
    }
  }

  void resolve(Collection<ServiceKey> services) {
    List<CloudMapName> names = services.stream().map(Contract::name).toList();
    synchronized (lock) {
      resolve = Optional.of(Resolve.newBuilder().addAllNames(names).build());
    }
    flush();
  }

  void sendFull(String reason) {
    synchronized (lock) {
      sendFull = Optional.of(SendFull.newBuilder().setReason(reason).build());
    }
    flush();
  }

  void targets(Map<ProxyGroup, ProxyTarget> changed) {
    synchronized (lock) {
      targets.putAll(changed);
    }
    flush();
  }

  /// Says what is left to say, as far as the agent reads.
  void flush() {
    synchronized (lock) {
      if (closed || !agent.isReady()) {
        return;
      }
      sendFull.ifPresent(
          message -> agent.onNext(ServerMessage.newBuilder().setSendFull(message).build()));
      sendFull = Optional.empty();
      resolve.ifPresent(
          message -> agent.onNext(ServerMessage.newBuilder().setResolve(message).build()));
      resolve = Optional.empty();
      if (!targets.isEmpty()) {
        var proxies = Proxies.newBuilder().addAllTargets(targets.values());
        agent.onNext(ServerMessage.newBuilder().setProxies(proxies).build());
        targets.clear();
      }
    }
  }

  void close(Status status) {
    synchronized (lock) {
      if (!closed) {
        closed = true;
        agent.onError(status.asRuntimeException());
      }
    }
  }

  void complete() {
    synchronized (lock) {
      if (!closed) {
        closed = true;
        agent.onCompleted();
      }
    }
  }
}
