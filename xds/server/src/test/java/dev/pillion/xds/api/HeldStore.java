package dev.pillion.xds.api;

import dev.pillion.xds.store.MeshStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A store whose writes and probes wait until they are let go.
final class HeldStore implements AutoCloseable {
  private static final Set<String> HELD = Set.of("commit", "probe");

  private final MeshStore real;
  private final CountDownLatch arrived;
  private final CountDownLatch letGo = new CountDownLatch(1);

  /// @param expected how many writes [#awaitArrivals] waits for
  HeldStore(MeshStore real, int expected) {
    this.real = real;
    this.arrived = new CountDownLatch(expected);
  }

  MeshStore store() {
    return (MeshStore)
        Proxy.newProxyInstance(
            MeshStore.class.getClassLoader(),
            new Class<?>[] {MeshStore.class},
            (_, method, arguments) -> {
              if (HELD.contains(method.getName())) {
                arrived.countDown();
                letGo.await();
              }
              return call(method, arguments);
            });
  }

  private @Nullable Object call(java.lang.reflect.Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  void awaitArrivals() throws InterruptedException {
    if (!arrived.await(30, TimeUnit.SECONDS)) {
      throw new AssertionError("the writes did not get to the store within 30 s");
    }
  }

  void letGo() {
    letGo.countDown();
  }

  @Override
  public void close() {
    letGo();
  }
}
