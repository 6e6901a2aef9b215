package dev.pillion.xds.ads;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What a server answers on one call.
final class Replies<T> implements StreamObserver<T> {
  private final BlockingQueue<T> messages = new LinkedBlockingQueue<>();
  private final CompletableFuture<Status> end = new CompletableFuture<>();

  /// The next message, within 10 s.
  T next() throws InterruptedException {
    T message = messages.poll(10, TimeUnit.SECONDS);
    assertNotNull(message, "no message within 10 s");
    return message;
  }

  /// How the call ended, within 10 s.
  Status end() throws Exception {
    return end.get(10, TimeUnit.SECONDS);
  }

  boolean isOpen() {
    return !end.isDone();
  }

  @Override
  public void onNext(T message) {
    messages.add(message);
  }

  @Override
  public void onError(Throwable failure) {
    end.complete(Status.fromThrowable(failure));
  }

  @Override
  public void onCompleted() {
    end.complete(Status.OK);
  }
}
