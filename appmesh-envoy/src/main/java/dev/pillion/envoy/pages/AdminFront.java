package dev.pillion.envoy.pages;

import dev.pillion.envoy.http.Answer;
import dev.pillion.envoy.http.Client;
import dev.pillion.envoy.http.Handler;
import dev.pillion.envoy.http.Passed;
import dev.pillion.envoy.http.Reply;
import dev.pillion.envoy.http.Request;
import dev.pillion.envoy.metrics.Metrics;
import dev.pillion.envoy.stats.Family;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Envoy's admin interface at its usual port, passed on as it is but for one thing: what Prometheus
/// reads there has the metrics extension's metrics behind Envoy's own. App Mesh's image had them
/// there, and that is where they are scraped.
public final class AdminFront implements Handler {
  private final Client envoy;
  private final Metrics metrics;

  /// In front of an Envoy's interface.
  public AdminFront(Client envoy, Metrics metrics) {
    this.envoy = envoy;
    this.metrics = metrics;
  }

  @Override
  public Reply handle(Request request) {
    if (!isForPrometheus(request)) {
      return new Passed(envoy, request);
    }
    try {
      Answer answer = envoy.send(request);
      return answer.status() == 200 ? withMore(request, answer) : answer;
    } catch (IOException e) {
      return Answer.text(503, "Envoy's admin interface: %s\n".formatted(e.getMessage()));
    }
  }

  private static boolean isForPrometheus(Request request) {
    return switch (request.path()) {
      case "/stats/prometheus" -> true;
      case "/stats" -> "prometheus".equals(request.query().get("format"));
      default -> false;
    };
  }

  private Answer withMore(Request request, Answer answer) throws IOException {
    Map<String, String> query = request.query();
    var name = Pattern.compile(query.getOrDefault("filter", ""));
    List<Family> wanted =
        metrics.read(query.containsKey("usedonly")).stream()
            .filter(family -> name.matcher("appmesh." + family.name()).find())
            .filter(family -> isOf(family, query.getOrDefault("type", "")))
            .toList();
    String text = StatsPage.text(wanted);
    return new Answer(
        answer.status(), answer.type(), answer.body() + Answer.text(200, text).body());
  }

  /// Envoy's types are `Counters`, `Gauges` and `Histograms`.
  private static boolean isOf(Family family, String type) {
    String kind = family.kind().name().toLowerCase(Locale.ROOT);
    return type.isEmpty() || type.toLowerCase(Locale.ROOT).startsWith(kind);
  }
}
