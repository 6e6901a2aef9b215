package dev.pillion.envoy;

import dev.pillion.envoy.bootstrap.CommandLine;
import dev.pillion.envoy.http.Client;
import dev.pillion.envoy.http.Handler;
import dev.pillion.envoy.http.Listener;
import dev.pillion.envoy.metrics.DogStatsd;
import dev.pillion.envoy.metrics.Metrics;
import dev.pillion.envoy.metrics.Minutes;
import dev.pillion.envoy.pages.AdminFront;
import dev.pillion.envoy.pages.AgentPages;
import dev.pillion.envoy.pages.StatsPage;
import dev.pillion.envoy.settings.Admin.Place;
import dev.pillion.envoy.settings.Configuration;
import dev.pillion.envoy.settings.Configuration.Made;
import dev.pillion.envoy.settings.Exit;
import dev.pillion.envoy.settings.ImageException;
import dev.pillion.envoy.settings.ImageSettings;
import dev.pillion.envoy.settings.LogFile;
import dev.pillion.envoy.settings.Statistics;
import dev.pillion.envoy.stats.Extension;
import dev.pillion.envoy.supervise.Health;
import dev.pillion.envoy.supervise.Log;
import dev.pillion.envoy.supervise.LogLevels;
import dev.pillion.envoy.supervise.LogRotation;
import dev.pillion.envoy.supervise.RateLimit;
import dev.pillion.envoy.supervise.Supervisor;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// An Envoy and all that goes with it. The wiring of the parts is here.
final class Program implements AutoCloseable {
  // Health is asked often: a busy Envoy is not to be asked twice at a time.
  private static final Duration ADMIN_LIMIT = Duration.ofSeconds(5);
  private static final Duration FRONT_LIMIT = Duration.ofSeconds(25);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration ROTATION = Duration.ofSeconds(1);
  // App Mesh's image: requests a second to the agent's interface, and at once.
  private static final double REQUESTS = 10;
  private static final int BURST = 20;

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("clock").factory());
  private final ImageSettings settings;
  private final Log log;
  private final Client admin;
  private final Supervisor supervisor;

  private Program(ImageSettings settings, Place adminPlace, String document, Log log) {
    this.settings = settings;
    this.log = log;
    this.admin = new Client(adminPlace, ADMIN_LIMIT);
    this.supervisor =
        new Supervisor(
            CommandLine.of(settings.supervision(), document),
            settings.supervision(),
            admin,
            output(settings),
            log);
    var health =
        new Health(admin, supervisor::view, settings.supervision().health(), Clock.systemUTC());
    every(settings.supervision().health().every(), () -> tell(health));
    settings.logFile().ifPresent(file -> rotate(file, log));
    var metrics = metrics(settings.configuration());
    var minutes = metrics.filter(_ -> snapshots()).map(read -> new Minutes(read, log));
    minutes.ifPresent(one -> every(MINUTE, one::look));
    var levels =
        new LogLevels(
            admin, settings.supervision().logLevel(), settings.agent().loggingReset(), clock, log);
    var pages =
        new AgentPages(
            admin,
            health,
            levels,
            new StatsPage(admin, metrics, minutes),
            new RateLimit(REQUESTS, BURST, System::nanoTime));
    settings.agent().place().ifPresent(place -> listen(setting(place), place, pages));
    metrics.ifPresent(read -> front(adminPlace, read));
    metrics.ifPresent(this::push);
  }

  /// Everything but Envoy itself; that comes with [#run].
  ///
  /// @param document what Envoy starts with
  static Program open(ImageSettings settings, Place adminPlace, String document, Log log) {
    return new Program(settings, adminPlace, document, log);
  }

  /// Runs until it is told to stop.
  void run() throws InterruptedException {
    supervisor.run();
  }

  /// Drains and ends Envoy.
  void stop() throws InterruptedException {
    supervisor.stop();
  }

  private static Redirect output(ImageSettings settings) {
    return settings
        .logFile()
        .map(file -> Redirect.appendTo(new File(file.path())))
        .orElse(Redirect.INHERIT);
  }

  private Optional<Metrics> metrics(Configuration configuration) {
    return configuration instanceof Made made && made.extension()
        ? Optional.of(new Metrics(admin, new Extension(made.resource())))
        : Optional.empty();
  }

  private Optional<Statistics> statistics() {
    return settings.configuration() instanceof Made made
        ? Optional.of(made.statistics())
        : Optional.empty();
  }

  private boolean snapshots() {
    return statistics().map(Statistics::snapshots).orElse(false);
  }

  private void tell(Health health) {
    var report = health.look();
    if (!report.healthy()) {
      log.warn(
          "envoy=%d health=UNHEALTHY state=%s".formatted(report.process().pid(), report.state()));
    }
  }

  private void rotate(LogFile file, Log log) {
    var rotation = new LogRotation(file, Clock.systemUTC(), log);
    every(ROTATION, rotation::look);
  }

  private static String setting(Place place) {
    return switch (place) {
      case Place.Tcp _ -> "APPNET_AGENT_HTTP_PORT";
      case Place.Socket _ -> "APPNET_AGENT_ADMIN_UDS_PATH";
    };
  }

  private void listen(String setting, Place place, Handler handler) {
    try {
      var _ = Listener.open(place, handler);
    } catch (IOException e) {
      throw new ImageException(
          Exit.FAILED,
          setting,
          "%s cannot be listened on (%s)".formatted(place, e.getMessage()),
          switch (place) {
            case Place.Tcp _ -> "free it, or set another";
            case Place.Socket _ ->
                "name a path in a directory that the container's user may write to";
          });
    }
  }

  /// Takes Envoy's place at its admin port.
  private void front(Place adminPlace, Metrics metrics) {
    if (!adminPlace.equals(settings.admin().place())) {
      var envoy = new Client(adminPlace, FRONT_LIMIT);
      listen("ENVOY_ADMIN_ACCESS_PORT", settings.admin().place(), new AdminFront(envoy, metrics));
    }
  }

  private void push(Metrics metrics) {
    Optional<Place> to = statistics().flatMap(Statistics::dogStatsd);
    if (to.orElse(null) instanceof Place.Tcp(String address, int port)) {
      try {
        var statsd = new DogStatsd(metrics, new InetSocketAddress(address, port), log);
        every(statistics().flatMap(Statistics::flush).orElse(Statistics.USUAL_FLUSH), statsd::send);
      } catch (IOException e) {
        log.warn("metrics state=not-sent reason=\"%s\"".formatted(e.getMessage()));
      }
    }
  }

  /// Does something again and again; one failure does not end it.
  private void every(Duration interval, Runnable work) {
    Runnable guarded =
        () -> {
          try {
            work.run();
          } catch (RuntimeException e) {
            log.warn("clock state=failed reason=\"%s\"".formatted(e));
          }
        };
    var _ =
        clock.scheduleWithFixedDelay(
            guarded, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
