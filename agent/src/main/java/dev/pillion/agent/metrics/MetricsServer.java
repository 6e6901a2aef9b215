package dev.pillion.agent.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pillion.agent.metrics.EnvoyScrapes.Target;
import dev.pillion.agent.reconcile.TaskReport;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers `/metrics` with the metrics of the agent, of its tasks and of their Envoys.
public final class MetricsServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsServer.class);
  private static final String PATH = "/metrics";
  private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";
  private static final int BACKLOG = 16;
  private static final int BUFFER = 8 * 1024;
  // A pair of Prometheus servers, each of which is served as if it were alone.
  private static final int AT_ONCE = 2;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  // One for each scrape that is answered.
  private final BlockingQueue<Families> places = new ArrayBlockingQueue<>(AT_ONCE);
  private final Sources sources;
  private final EnvoyScrapes envoys;

  private MetricsServer(HttpServer server, Path folder, Sources sources) {
    this.server = server;
    this.sources = sources;
    this.envoys = new EnvoyScrapes(folder, EnvoyScrapes.Limits.USUAL);
    while (places.remainingCapacity() > 0) {
      places.add(new Families());
    }
  }

  /// Listens until it is closed. Where it cannot, that is told and there are no metrics: they are
  /// no reason for a host to be without an agent.
  ///
  /// @param at host and port
  /// @param folder on a disk, where a scrape's lines are kept while it lasts
  public static Optional<MetricsServer> open(InetSocketAddress at, Path folder, Sources sources) {
    try {
      var address = new InetSocketAddress(at.getHostString(), at.getPort());
      if (address.isUnresolved()) {
        throw new IOException("no address is known of that name");
      }
      var opened = new MetricsServer(HttpServer.create(address, BACKLOG), folder, sources);
      opened.server.createContext("/", opened::answer);
      opened.server.setExecutor(opened.threads);
      opened.server.start();
      return Optional.of(opened);
    } catch (IOException e) {
      LOG.error(
          "metrics state=off address={}:{} problem=\"{}\" remedy=\"free the port or set"
              + " PILLION_AGENT_METRICS_ADDRESS to another, and restart the agent\"",
          at.getHostString(),
          at.getPort(),
          e.getMessage());
      return Optional.empty();
    }
  }

  /// Where it listens.
  public InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try {
      if (exchange.getRequestURI().getPath().equals(PATH)) {
        answerMetrics(exchange);
      } else {
        say(exchange, 404, "nothing is here; the metrics are at " + PATH);
      }
      exchange.close();
    } catch (IOException | RuntimeException e) {
      // Not closed, which would end half a page as if it were whole: the connection is cut off.
      LOG.debug("metrics state=cut-off", e);
      throw e;
    }
  }

  private void answerMetrics(HttpExchange exchange) throws IOException {
    switch (exchange.getRequestMethod()) {
      case "GET" -> scrape(exchange);
      case "HEAD" -> {
        exchange.getResponseHeaders().set("Content-Type", TYPE);
        exchange.sendResponseHeaders(200, -1);
      }
      default -> {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        say(exchange, 405, "metrics are for GET and HEAD");
      }
    }
  }

  private void scrape(HttpExchange exchange) throws IOException {
    var question =
        Question.of(
            exchange.getRequestURI().getRawQuery(),
            exchange.getRequestHeaders().getFirst("X-Prometheus-Scrape-Timeout-Seconds"));
    Families place = place(question);
    if (place == null) {
      say(exchange, 503, AT_ONCE + " scrapes are being answered; ask again later, or less often");
      return;
    }
    try {
      List<TaskReport> tasks = sources.tasks().get();
      List<Target> targets = tasks.stream().flatMap(task -> target(task).stream()).toList();
      try (Collected collected =
          envoys.collect(place, targets, question.query(), question.time())) {
        OutputStream out = body(exchange);
        var page = new Page(out);
        new AgentPage(sources, page).write();
        envoys.write(page, collected.took());
        new TaskPage(page, tasks).write(ids(targets), collected.up());
        collected.writeTo(out);
        // Only here, so that a page that breaks off has no end.
        out.close();
      }
    } finally {
      places.add(place);
    }
  }

  /// Null where none is free for so long.
  private @Nullable Families place(Question question) {
    try {
      return places.poll(question.time().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private Optional<Target> target(TaskReport task) {
    return task.group().isPresent() && !task.envoyContainer().isEmpty()
        ? Optional.of(
            new Target(task.id(), sources.adminSocket().apply(task.id()), Labels.of(task)))
        : Optional.empty();
  }

  private static Set<String> ids(List<Target> targets) {
    return targets.stream().map(Target::task).collect(Collectors.toSet());
  }

  private static OutputStream body(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", TYPE);
    String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
    boolean zipped = accepted != null && accepted.contains("gzip");
    if (zipped) {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    }
    exchange.sendResponseHeaders(200, 0);
    OutputStream plain = new BufferedOutputStream(exchange.getResponseBody(), BUFFER);
    return zipped ? new BufferedOutputStream(new Zipped(plain), BUFFER) : plain;
  }

  private static void say(HttpExchange exchange, int status, String words) throws IOException {
    byte[] text = (words + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(status, text.length);
    exchange.getResponseBody().write(text);
  }
}
