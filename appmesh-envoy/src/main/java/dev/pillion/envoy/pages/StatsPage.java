package dev.pillion.envoy.pages;

import dev.pillion.envoy.http.Answer;
import dev.pillion.envoy.http.Client;
import dev.pillion.envoy.metrics.Metrics;
import dev.pillion.envoy.metrics.Minutes;
import dev.pillion.envoy.stats.Family;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// `/stats/prometheus`: Envoy's statistics, and the metrics extension's beside them.
public final class StatsPage {
  private static final String TYPE = "text/plain; version=0.0.4; charset=UTF-8";
  private static final Set<String> PARAMETERS = Set.of("usedonly", "filter", "delta");
  private static final String EXTENSION = "metrics_extension";

  private final Client admin;
  private final Optional<Metrics> metrics;
  private final Optional<Minutes> minutes;

  /// @param metrics empty where the metrics extension is off
  /// @param minutes empty where nothing is remembered
  public StatsPage(Client admin, Optional<Metrics> metrics, Optional<Minutes> minutes) {
    this.admin = admin;
    this.metrics = metrics;
    this.minutes = minutes;
  }

  /// Answers for some parameters.
  Answer answer(Map<String, String> query) {
    for (String parameter : query.keySet()) {
      if (!PARAMETERS.contains(parameter)) {
        return Answer.text(400, "unsupported query parameter: " + parameter + "\n");
      }
    }
    boolean used = query.containsKey("usedonly");
    boolean extensionOnly = query.containsKey("filter");
    if (extensionOnly && !EXTENSION.equals(query.get("filter"))) {
      return Answer.text(400, "filter takes one value: " + EXTENSION + "\n");
    }
    if (query.containsKey("delta") && !(used && extensionOnly)) {
      return Answer.text(400, "delta takes usedonly and filter with it\n");
    }
    try {
      if (extensionOnly) {
        Optional<List<Family>> delta =
            query.containsKey("delta") ? minutes.flatMap(Minutes::delta) : Optional.empty();
        List<Family> families = delta.isPresent() ? delta.get() : families(used);
        return page(families.stream().map(family -> "\n" + family.text("")));
      }
      String own = admin.get("/stats?format=prometheus" + (used ? "&usedonly" : "")).text();
      return Answer.text(200, TYPE, own + text(families(used)));
    } catch (IOException e) {
      return Answer.text(500, "Failed to fetch stats from Envoy: " + e.getMessage() + "\n");
    }
  }

  private List<Family> families(boolean usedOnly) throws IOException {
    return metrics.isPresent() ? metrics.get().read(usedOnly) : List.of();
  }

  private static Answer page(java.util.stream.Stream<String> texts) {
    return Answer.text(200, TYPE, texts.collect(Collectors.joining()));
  }

  /// Metrics under App Mesh's names.
  static String text(List<Family> families) {
    return families.stream()
        .map(family -> family.text(Family.PREFIX))
        .collect(Collectors.joining());
  }
}
