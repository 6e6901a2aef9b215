package dev.pillion.envoy.bootstrap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pillion.envoy.settings.Admin.Place;
import dev.pillion.envoy.settings.Configuration;
import dev.pillion.envoy.settings.MeshResource;
import dev.pillion.envoy.settings.Statistics;
import dev.pillion.envoy.stats.Extension;
import dev.pillion.inject.envoy.Bootstrap;
import dev.pillion.inject.envoy.StatsTags;
import dev.pillion.mesh.model.ProxyGroup;
import java.time.Duration;

/// What a document says of statistics: tags, how often they are flushed, where they go.
final class Statistic {
  private Statistic() {}

  static void add(ObjectNode root, Configuration.Made made) {
    Statistics statistics = made.statistics();
    if (made.files().stats().isEmpty()) {
      root.putObject("stats_config").set("stats_tags", tags(statistics, made.resource()).json());
    }
    statistics.flush().ifPresent(interval -> root.put("stats_flush_interval", seconds(interval)));
    statistics.dogStatsd().ifPresent(place -> dogStatsd(root, place));
  }

  private static StatsTags tags(Statistics statistics, MeshResource resource) {
    var tags = new StatsTags();
    ProxyGroup group = resource.group();
    if (statistics.tags()) {
      tags.proxy(resource.mesh(), group);
    }
    if (statistics.extension()) {
      // The first group is empty, so the name stays as it is.
      String target =
          "^cluster\\.()cds_egress_%s_(.+?)_(?:http|http2|grpc|tcp)_[0-9]+\\."
              .formatted(group.mesh().replaceAll("[^A-Za-z0-9_-]", "\\\\$0"));
      tags.regex("TargetVirtualNode", target)
          .fixed("Mesh", resource.mesh())
          .fixed(Extension.kind(group), group.name());
    }
    return tags.listener();
  }

  private static String seconds(Duration interval) {
    return "%d.%09ds".formatted(interval.toSeconds(), interval.toNanosPart());
  }

  private static void dogStatsd(ObjectNode root, Place place) {
    var address =
        switch (place) {
          case Place.Tcp(String host, int port) -> Addresses.udp(host, port);
          case Place.Socket _ -> Addresses.of(place);
        };
    root.putArray("stats_sinks")
        .addObject()
        .put("name", "envoy.stat_sinks.dog_statsd")
        .putObject("typed_config")
        .put("@type", Bootstrap.type("config.metrics.v3.DogStatsdSink"))
        .set("address", address);
  }
}
