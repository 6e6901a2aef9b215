package dev.pillion.bench.xds;

import com.google.protobuf.ByteString;
import dev.pillion.delta.XdsType;
import dev.pillion.rig.RigException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/// A change on its way to every proxy: each that has accepted a resource with the marker in it is
/// there.
final class Watch {
  private static final long PATIENCE_SECONDS = 120;

  private final XdsType type;
  private final byte[] marker;
  private final long began = System.nanoTime();
  private final AtomicLongArray nanoseconds;
  private final CountDownLatch left;

  Watch(int proxies, XdsType type, String marker) {
    this.type = type;
    this.marker = marker.getBytes(StandardCharsets.UTF_8);
    this.nanoseconds = new AtomicLongArray(proxies);
    this.left = new CountDownLatch(proxies);
  }

  /// Whether a resource is what is watched for.
  boolean finds(XdsType in, ByteString resource) {
    return in == type && contains(resource);
  }

  /// That proxy has accepted it.
  void reached(int proxy) {
    if (nanoseconds.compareAndSet(proxy, 0, Math.max(1, System.nanoTime() - began))) {
      left.countDown();
    }
  }

  /// From the change to each proxy, once all are reached.
  Spread await() {
    try {
      if (!left.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new RigException(
            "a change of %s has not reached %d proxies after %d s"
                .formatted(type, left.getCount(), PATIENCE_SECONDS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RigException("interrupted", e);
    }
    return Spread.of(
        IntStream.range(0, nanoseconds.length())
            .mapToObj(i -> Duration.ofNanos(nanoseconds.get(i)))
            .toList());
  }

  private boolean contains(ByteString bytes) {
    for (int i = 0; i <= bytes.size() - marker.length; i++) {
      int matched = 0;
      while (matched < marker.length && bytes.byteAt(i + matched) == marker[matched]) {
        matched++;
      }
      if (matched == marker.length) {
        return true;
      }
    }
    return false;
  }
}
