package dev.pillion.xds.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The server's metrics. Their names, and what they mean, are told where they are made, and
/// docs/metrics.md is written from that. No label takes a value that a client chooses.
public final class ServerMetrics {
  /// What [#scrape] is.
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofNanos(2_500_000),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(5)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Meter.MeterProvider<Counter> requests =
      Counter.builder("pillion.api.requests")
          .description("API requests that were answered, by operation and by error or OK")
          .withRegistry(registry);
  private final Meter.MeterProvider<Timer> durations =
      Timer.builder("pillion.api.request.duration")
          .description("From a request's last byte to its answer's")
          .serviceLevelObjectives(BUCKETS)
          .withRegistry(registry);
  private final Meter.MeterProvider<Counter> refused =
      Counter.builder("pillion.api.refused")
          .description("Requests and connections that were refused or ended, by limit")
          .withRegistry(registry);
  private final Timer commits =
      Timer.builder("pillion.store.commit.duration")
          .description("From a write's turn asked for to its durable end or its refusal")
          .serviceLevelObjectives(BUCKETS)
          .register(registry);
  private final AtomicInteger committing = new AtomicInteger();
  private final List<Runnable> beforeScrape = new CopyOnWriteArrayList<>();

  /// Without any but the process's own.
  public ServerMetrics() {
    gauge(
        "pillion.store.commits.waiting",
        "Writes that wait for the store or are being written",
        committing::get);
    ProcessMetrics.in(registry);
  }

  /// An API request was answered.
  ///
  /// @param operation App Mesh's name of it
  /// @param code the name of the error, or `OK`
  public void request(String operation, String code, Duration took) {
    requests.withTags("operation", operation, "code", code).increment();
    durations.withTags("operation", operation).record(took);
  }

  /// A limit was met.
  public void refused(String limit) {
    refused.withTags("limit", limit).increment();
  }

  /// Where to read what the API has to do just now.
  public void api(LongSupplier running, LongSupplier connections, LongSupplier bodyBytes) {
    gauge(
        "pillion.api.requests.running",
        "API requests that are being carried out or answered",
        running);
    gauge("pillion.api.connections", "Connections to the API", connections);
    gauge("pillion.api.body.bytes", "Bytes of API requests and answers that are held", bodyBytes);
  }

  /// How many agents and proxies there are, each by what state they are in; read once a scrape.
  public void states(String name, String description, Supplier<Map<String, Integer>> counts) {
    var gauges = MultiGauge.builder(name).description(description).register(registry);
    Runnable read =
        () ->
            gauges.register(
                counts.get().entrySet().stream()
                    .<MultiGauge.Row<?>>map(count ->
                        MultiGauge.Row.of(Tags.of("state", count.getKey()), count.getValue()))
                    .toList(),
                true);
    beforeScrape.add(read);
  }

  /// Carries out a write to the store, and measures it.
  <T> T committing(Supplier<T> commit) {
    committing.incrementAndGet();
    try {
      return commits.record(commit);
    } finally {
      committing.decrementAndGet();
    }
  }

  /// All of them as text, as Prometheus reads it.
  public String scrape() {
    beforeScrape.forEach(Runnable::run);
    return registry.scrape(CONTENT_TYPE);
  }

  private void gauge(String name, String description, LongSupplier value) {
    Gauge.builder(name, value::getAsLong).description(description).register(registry);
  }
}
