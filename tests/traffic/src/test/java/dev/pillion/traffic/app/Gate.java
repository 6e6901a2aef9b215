package dev.pillion.traffic.app;

import java.util.concurrent.CountDownLatch;

/// A behaviour that answers nobody until it is opened.
public final class Gate implements Behaviour {
  private final String words;
  private final CountDownLatch open = new CountDownLatch(1);

  /// Closed.
  ///
  /// @param words what it answers in the end
  public Gate(String words) {
    this.words = words;
  }

  /// Lets all who wait, and all who come, have their answer.
  public void open() {
    open.countDown();
  }

  @Override
  public Answer to(Request request) throws InterruptedException {
    open.await();
    return Answer.ok(words);
  }
}
