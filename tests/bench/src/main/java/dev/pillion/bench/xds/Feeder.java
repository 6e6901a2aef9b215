package dev.pillion.bench.xds;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pillion.rig.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Fills a server that another program measures, and changes it when that asks over HTTP:
/// `/endpoint?<address>` adds an endpoint to a backend, `/route?<marker>` changes a route. Ends
/// with the server. See tests/bench/race.
@Command(name = "feeder", mixinStandardHelpOptions = true)
public final class Feeder implements Callable<Integer> {
  private static final Duration START = Duration.ofSeconds(60);
  private static final int CHANGED = 3;

  @Option(names = "--api", required = true)
  private String api = "";

  @Option(names = "--xds", required = true)
  private String xds = "";

  @Option(names = "--port", required = true)
  private int port;

  @Option(names = "--nodes", defaultValue = "1000")
  private int nodes = 1000;

  @Option(names = "--backends", defaultValue = "100")
  private int backends = 100;

  private Feeder() {}

  /// Entry point.
  public static void main(String[] args) {
    System.exit(new CommandLine(new Feeder()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var server = URI.create("http://" + api);
    Wait.until("the server", START, () -> answers(server), () -> api);
    var content = new Content(nodes, backends);
    var gone = new CountDownLatch(1);
    try (var mesh = new MeshApi(server);
        var reporter = new Reporter(xds, content.instances(), gone::countDown)) {
      content.create(mesh);
      var http =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      http.createContext(
          "/endpoint",
          exchange ->
              answer(
                  exchange,
                  () ->
                      reporter.report(
                          Content.instances(
                              CHANGED, List.of(exchange.getRequestURI().getQuery())))));
      http.createContext(
          "/route",
          exchange ->
              answer(
                  exchange,
                  () -> Content.changeRoute(mesh, CHANGED, exchange.getRequestURI().getQuery())));
      http.start();
      System.err.println("fed: %d virtual nodes, %d backends".formatted(nodes, backends));
      gone.await();
      http.stop(0);
    }
    return 0;
  }

  private static boolean answers(URI server) {
    try (var _ = new Socket(server.getHost(), server.getPort())) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static void answer(HttpExchange exchange, Runnable change) throws IOException {
    try (exchange) {
      change.run();
      byte[] done = "done\n".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, done.length);
      exchange.getResponseBody().write(done);
    }
  }
}
