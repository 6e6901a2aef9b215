package dev.pillion.agent.docker;

import com.github.dockerjava.api.async.ResultCallback;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An answer that comes piece by piece; its callbacks run on docker-java's own thread.
final class AnswerStream<T> implements ResultCallback<T> {
  private final Consumer<T> sink;
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  private volatile @Nullable Closeable connection;
  private volatile boolean closed;
  private volatile Optional<String> problem = Optional.empty();

  AnswerStream(Consumer<T> sink) {
    this.sink = sink;
  }

  /// Waits for the first answer.
  ///
  /// @return whether the stream is there
  boolean awaitBegun() throws InterruptedException {
    begun.await();
    return ended.getCount() > 0;
  }

  /// Waits for the end, whatever ended it.
  ///
  /// @return what went wrong, in words; empty when all was said
  Optional<String> awaitEnd() throws InterruptedException {
    ended.await();
    return problem;
  }

  @Override
  public void onStart(Closeable closeable) {
    connection = closeable;
    if (closed) {
      close();
    }
    begun.countDown();
  }

  @Override
  public void onNext(T piece) {
    sink.accept(piece);
  }

  @Override
  public void onError(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    problem = Optional.of(DockerViews.words(cause));
    onComplete();
  }

  @Override
  public void onComplete() {
    ended.countDown();
    begun.countDown();
  }

  @Override
  public void close() {
    closed = true;
    Closeable open = connection;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        problem = Optional.of(DockerViews.words(e));
      }
    }
    onComplete();
  }
}
