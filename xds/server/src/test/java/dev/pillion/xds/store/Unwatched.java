package dev.pillion.xds.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// A ledger over which a store does not look for other servers' writes in the time of a test: it is
/// behind until it has a reason to catch up.
final class Unwatched {
  private Unwatched() {}

  static Ledger over(Ledger real) {
    return (Ledger)
        Proxy.newProxyInstance(
            Ledger.class.getClassLoader(),
            new Class<?>[] {Ledger.class},
            (_, method, arguments) -> {
              if (method.getName().equals("others")) {
                return real.others().map(Unwatched::seldom);
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw Optional.ofNullable(e.getCause()).orElse(e);
              }
            });
  }

  private static Ledger.Others seldom(Ledger.Others real) {
    return new Ledger.Others() {
      @Override
      public Duration every() {
        return Duration.ofDays(1);
      }

      @Override
      public Map<String, Long> newest() {
        return real.newest();
      }

      @Override
      public long newest(String mesh) {
        return real.newest(mesh);
      }

      @Override
      public Ledger.Replay after(String mesh, long version) {
        return real.after(mesh, version);
      }
    };
  }
}
