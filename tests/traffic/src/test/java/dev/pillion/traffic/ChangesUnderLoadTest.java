package dev.pillion.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pillion.agent.v1.ProxyStatus;
import dev.pillion.rig.Wait;
import dev.pillion.traffic.app.Behaviour;
import dev.pillion.traffic.app.Call;
import dev.pillion.traffic.app.HttpApp;
import dev.pillion.traffic.net.Host;
import dev.pillion.traffic.stage.Mesh;
import dev.pillion.traffic.stage.Sample;
import dev.pillion.traffic.stage.Specs;
import dev.pillion.traffic.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// The mesh changes all the time while requests pass two Envoys each, and none of them fails: new
/// weights, timeouts and retries, targets, routes and virtual services that come and go, health
/// checks, outlier detection, pools, the egress filter, access logs. `-Dpillion.seed` repeats a
/// story.
final class ChangesUnderLoadTest {
  private static final int CHANGES = Integer.getInteger("pillion.changes", 1_000);
  private static final int CHANGES_PER_SECOND = 10;
  private static final int CALLS_PER_SECOND = 500;
  private static final int CALLERS = 10;

  @Test
  void noRequestFailsAndEachProxyEndsInSync() throws InterruptedException {
    long seed = Long.getLong("pillion.seed", System.nanoTime());
    try (var stage = Stage.open("changes")) {
      var story = new Story(stage, new Random(seed));
      story.begin();
      var outcomes = new ConcurrentSkipListMap<String, AtomicInteger>();
      var call = Stage.get(story.front, "http://color.local/");
      var going = new AtomicBoolean(true);
      try (var callers = Executors.newFixedThreadPool(CALLERS)) {
        for (int caller = 0; caller < CALLERS; caller++) {
          callers.execute(() -> call(call, going, outcomes));
        }
        for (int change = 0; change < CHANGES; change++) {
          long next = System.nanoTime() + TimeUnit.SECONDS.toNanos(1) / CHANGES_PER_SECOND;
          story.change();
          TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
        }
        going.set(false);
      }
      System.out.printf("%d changes, answers %s (-Dpillion.seed=%d)%n", CHANGES, outcomes, seed);
      var failed = new TreeMap<>(outcomes);
      failed.keySet().removeAll(List.of("red", "blue"));
      assertEquals(Map.of(), failed, () -> "-Dpillion.seed=" + seed);
      Wait.until("all three in sync", Sample.LIMIT, () -> inSync(stage) == 3);
      for (String node : List.of("front", "red", "blue")) {
        assertEquals(0, stage.envoy(node).admin().sum(".*update_rejected"), stage.envoy(node)::log);
      }
    }
  }

  // A caller that is late calls at once: a busy machine makes fewer calls, not more at a time.
  private static void call(
      Call call, AtomicBoolean going, ConcurrentMap<String, AtomicInteger> outcomes) {
    long pause = TimeUnit.SECONDS.toNanos(CALLERS) / CALLS_PER_SECOND;
    while (going.get()) {
      long next = System.nanoTime() + pause;
      outcomes.computeIfAbsent(Sample.brief(call), _ -> new AtomicInteger()).incrementAndGet();
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }

  private static long inSync(Stage stage) {
    return stage.status().getProxiesList().stream().filter(ProxyStatus::getInSync).count();
  }

  /// The mesh, and what may happen to it.
  private static final class Story {
    private static final int EXTRAS = 5;

    private final Stage stage;
    private final Mesh mesh;
    private final Random random;
    private final Host front;
    private final Map<String, HttpApp> apps = new TreeMap<>();
    private boolean special;

    Story(Stage stage, Random random) {
      this.stage = stage;
      this.mesh = stage.mesh();
      this.random = random;
      this.front = stage.host("front");
    }

    void begin() {
      mesh.mesh("{}");
      mesh.router("color", Specs.router("http", 80));
      mesh.service("color.local", Specs.byRouter("color"));
      for (String color : List.of("red", "blue")) {
        Host host = stage.host(color);
        apps.put(color, HttpApp.on(host, 8080, Behaviour.says(color)));
        mesh.node(color, Specs.node("http", 8080, color + ".local"));
        stage.node(color, host, 8080);
      }
      for (int i = 0; i < EXTRAS; i++) {
        mesh.node("extra-" + i, Specs.node("http", 9000 + i, "extra.local"));
        mesh.service("extra-" + i + ".local", Specs.byNode("extra-" + i));
      }
      weights();
      caller();
      stage.node("front", front, 8080);
      Call call = Stage.get(front, "http://color.local/");
      Wait.until("an answer", Sample.LIMIT, () -> apps.containsKey(Sample.brief(call)));
    }

    void change() {
      apps.values().forEach(HttpApp::forget);
      switch (random.nextInt(7)) {
        case 0 -> weights();
        case 1 -> called("red");
        case 2 -> called("blue");
        case 3 -> mesh.mesh("{egressFilter: {type: '%s'}}".formatted(any("ALLOW_ALL", "DROP_ALL")));
        case 4 -> special();
        case 5 -> extra();
        default -> caller();
      }
    }

    private void weights() {
      int red = 1 + random.nextInt(99);
      String retries =
          any(
              "",
              ", retryPolicy: {maxRetries: 3, perRetryTimeout: {unit: 's', value: 5},"
                  + " httpRetryEvents: ['server-error'], tcpRetryEvents: ['connection-error']}");
      mesh.route(
          "color",
          "all",
          "{httpRoute: {match: {prefix: '/'}, action: %s, timeout: {perRequest: {unit: 's', value: %d}}%s}}"
              .formatted(targets(red), 10 + random.nextInt(50), retries));
    }

    // One that is left out leaves the caller's clusters, and comes back with its name not looked
    // up.
    private String targets(int red) {
      return switch (random.nextInt(4)) {
        case 0 -> Specs.targets("red", 1);
        case 1 -> Specs.targets("blue", 1);
        default -> Specs.targets("red", red, "blue", 100 - red);
      };
    }

    // A route before the other, for requests that nobody makes.
    private void special() {
      if (special) {
        mesh.deleteRoute("color", "special");
      } else {
        mesh.route(
            "color",
            "special",
            "{priority: 1, httpRoute: {match: {prefix: '/', headers: [{name: 'x-special'}]}, action: %s}}"
                .formatted(Specs.targets(any("red", "blue"), 1)));
      }
      special = !special;
    }

    // Limits at the called end, and what replaces the cluster in each caller.
    private void called(String color) {
      String more =
          any(
              "",
              ", healthCheck: {protocol: 'tcp', healthyThreshold: 2, unhealthyThreshold: 2, intervalMillis: 5000, timeoutMillis: 2000}",
              ", outlierDetection: {maxServerErrors: 5, interval: {unit: 's', value: 10}, baseEjectionDuration: {unit: 's', value: 10}, maxEjectionPercent: 50}");
      mesh.node(
          color,
          "{listeners: [{portMapping: {port: 8080, protocol: 'http'}, connectionPool: {http: {maxConnections: %d}}, timeout: {http: {perRequest: {unit: 's', value: %d}}}%s}], serviceDiscovery: {dns: {hostname: '%s.local'}}}"
              .formatted(1000 + random.nextInt(1000), 15 + random.nextInt(15), more, color));
    }

    private void extra() {
      int i = random.nextInt(EXTRAS);
      mesh.node(
          "extra-" + i,
          Specs.node(
              any("http", "http2", "grpc", "tcp"), 9000 + i, any("extra.local", "other.local")));
    }

    private void caller() {
      int backends = random.nextInt(EXTRAS + 1);
      var names = new ArrayList<>(List.of("color.local"));
      for (int i = 0; i < backends; i++) {
        names.add("extra-" + i + ".local");
      }
      String log = any("", ", logging: {accessLog: {file: {path: '/dev/null'}}}");
      mesh.node(
          "front",
          "{listeners: [%s], serviceDiscovery: {dns: {hostname: 'front.local'}}, backends: [%s]%s}"
              .formatted(
                  Specs.listener("http", 8080), Specs.backends(names.toArray(String[]::new)), log));
    }

    private String any(String... choices) {
      return choices[random.nextInt(choices.length)];
    }
  }
}
