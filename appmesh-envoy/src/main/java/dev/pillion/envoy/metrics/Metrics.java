package dev.pillion.envoy.metrics;

import dev.pillion.envoy.http.Answer;
import dev.pillion.envoy.http.Client;
import dev.pillion.envoy.stats.Extension;
import dev.pillion.envoy.stats.Family;
import dev.pillion.envoy.stats.Readings;
import dev.pillion.envoy.stats.VirtualServices;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// The metrics of an Envoy, made from what it counts at the time of asking.
public final class Metrics {
  private static final String TIMES = "^cluster\\.cds_egress_.*\\.upstream_rq_time$";

  private final Client admin;
  private final Extension extension;
  private volatile Routes routes = new Routes(Map.of(), VirtualServices.UNKNOWN);

  /// Of the Envoy whose admin interface that is.
  public Metrics(Client admin, Extension extension) {
    this.admin = admin;
    this.extension = extension;
  }

  /// @param reloads when they were read, by the count of changes
  private record Routes(Map<String, Long> reloads, VirtualServices services) {}

  /// Asks for all of them.
  ///
  /// @param usedOnly without those that never were anything but 0
  public List<Family> read(boolean usedOnly) throws IOException {
    String used = usedOnly ? "&usedonly" : "";
    var numbers = Readings.numbers(get("/stats?filter=" + escaped(extension.filter()) + used));
    var times = Readings.times(get("/stats?format=prometheus&filter=" + escaped(TIMES) + used));
    return extension.families(numbers, times, services(Extension.reloads(numbers)));
  }

  private VirtualServices services(SortedMap<String, Long> reloads) throws IOException {
    Routes known = routes;
    if (!known.reloads().equals(reloads)) {
      String dump = get("/config_dump?resource=dynamic_route_configs");
      known = new Routes(reloads, VirtualServices.of(dump));
      routes = known;
    }
    return known.services();
  }

  private String get(String target) throws IOException {
    Answer answer = admin.get(target);
    if (answer.status() != 200) {
      throw new IOException("Envoy answers %s with status %d".formatted(target, answer.status()));
    }
    return answer.text();
  }

  private static String escaped(String filter) {
    return URLEncoder.encode(filter, StandardCharsets.UTF_8);
  }
}
