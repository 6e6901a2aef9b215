package dev.pillion.xds.http;

import java.util.concurrent.atomic.AtomicLong;

/// The bytes of requests' and answers' bodies that are in memory, over all connections.
final class Bodies {
  /// How much of a connection is read at once, which may be the next request's.
  private static final int READ = 64 << 10;

  private final long most;
  private final long each;
  private final AtomicLong held = new AtomicLong();

  Bodies(HttpLimits.Sizes sizes) {
    this.most = sizes.bodies();
    this.each = 2L * sizes.body() + READ;
  }

  /// What one body may take with its chunks' sizes, which the web server does not bound: as much
  /// again as the body itself.
  long each() {
    return each;
  }

  /// Takes so many more, if there is room for them.
  boolean take(int bytes) {
    if (held.addAndGet(bytes) <= most) {
      return true;
    }
    held.addAndGet(-bytes);
    return false;
  }

  /// Takes so many more whether there is room or not: what is done must be answered.
  void takeAnyway(long bytes) {
    held.addAndGet(bytes);
  }

  boolean areFull() {
    return held.get() >= most;
  }

  long held() {
    return held.get();
  }

  void give(long bytes) {
    held.addAndGet(-bytes);
  }
}
